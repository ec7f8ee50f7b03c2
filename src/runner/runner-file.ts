/** `runner.yml`: which handler does which offering's work. Written by operators; unknown keys are refused, so that a misspelt one is seen. */
import { z } from 'zod';

const EnvironmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/, 'must be the name of an environment variable');
const Seconds = z
  .number()
  .positive()
  .max(7 * 24 * 3600);
const OperationType = z.enum(['provision', 'update', 'deprovision', 'bind', 'unbind']);

/** What of the runner's own environment a handler gets to see. A trailing `*` stands for all that begin so. */
const Environment = z.strictObject({
  pass: z.array(EnvironmentName).default([]),
  /** Passed as well; their values never appear in a log or description. */
  secrets: z.array(EnvironmentName).default([]),
});
export type Environment = z.infer<typeof Environment>;

/** Any program: the order as JSON on stdin, the result in a file, the exit code decides. */
const Exec = z.strictObject({
  /** Program and arguments, never a shell line. Paths are those of the repository, e.g. `./handlers/database.mjs`. */
  command: z.array(z.string().min(1)).min(1),
});

const Terraform = z.strictObject({
  /** `terraform`, `tofu` or a path. */
  binary: z.string().min(1).default('terraform'),
  /** Folder of the module for instances; `terraform/<offering id>` unless told. */
  module: z.string().min(1).optional(),
  /** Folder of the module for bindings; `binding` below the instances' module unless told. */
  bindingModule: z.string().min(1).optional(),
  /** Where state is kept, for modules that do not say it themselves, e.g. `{ s3: { bucket: … } }`. */
  backend: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  /** State in the runner's own folder. For one machine that keeps it. */
  localState: z.boolean().default(false),
  lockTimeoutSeconds: Seconds.default(120),
  /** Shows what would be done, and does nothing. */
  planOnly: z.boolean().default(false),
  /** For modules that were made for UniPipe: bindings only, called by its wrapper, with its variables. */
  unipipe: z.boolean().default(false),
});
export type Terraform = z.infer<typeof Terraform>;

const Manual = z.strictObject({
  /** What platform users read while they wait. */
  description: z.string().min(1).default('waiting for a person'),
});

const Param = z.strictObject({
  description: z.string().optional(),
  type: z.enum(['string', 'number', 'integer', 'boolean', 'list', 'map']).default('string'),
  example: z.unknown().optional(),
});
export type Param = z.infer<typeof Param>;

const Rule = z
  .strictObject({
    /** Id or name of the service offering, or `*`. */
    offering: z.string().min(1),
    /** Ids or names; all plans unless told. */
    plans: z.array(z.string().min(1)).min(1).optional(),
    operations: z.array(OperationType).min(1).optional(),
    exec: Exec.optional(),
    terraform: Terraform.optional(),
    manual: Manual.optional(),
    /** Values that a person writes into params.yml before the work begins. Deletes do not wait for them. */
    params: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), Param).optional(),
    /** Of one attempt; then the handler and all its children are ended. */
    timeoutSeconds: Seconds.default(1800),
    environment: Environment.prefault({}),
  })
  .refine(
    ({ exec, terraform, manual }) => [exec, terraform, manual].filter(Boolean).length === 1,
    'needs exactly one of exec, terraform and manual',
  );
export type Rule = z.infer<typeof Rule>;

export const RunnerFile = z.strictObject({
  /** How many handlers run at once. */
  parallel: z.int().min(1).max(64).default(4),
  /** How long a claim counts without a sign of life. Clocks of runners may differ by less than a sixth of it. */
  claimSeconds: z
    .number()
    .min(1)
    .max(24 * 3600)
    .default(300),
  /** The first one that fits counts. */
  rules: z.array(Rule),
});
export type RunnerFile = z.infer<typeof RunnerFile>;
