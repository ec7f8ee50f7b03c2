/** Which module an order is for, and the folder in which it is run: a copy of the repository's files with the generated ones. */
import { cp, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { HandlerRun } from './handler.js';
import type { Terraform } from './runner-file.js';
import { readModule } from './terraform-module.js';
import type { TerraformModule } from './terraform-module.js';
import type { Work } from './work.js';

export interface ChosenModule {
  /** Below the repository's root. */
  readonly path: string;
  readonly module: TerraformModule;
}

/** @returns what an operator has to mend, as a text */
export async function chooseModule(work: Work, terraform: Terraform, checkout: string): Promise<ChosenModule | string> {
  const path = modulePath(work, terraform);
  if (path === undefined) return "the offering's id cannot be a folder name: name its module in runner.yml";
  const folder = resolve(checkout, path);
  if (folder !== checkout && !folder.startsWith(checkout + sep)) return `${path} is not in the repository`;
  const module = await readModule(folder);
  if (!module) return `there is no module in ${path}/`;
  if (module.backend === 'local' && !terraform.localState) {
    return `${path}/ keeps its state in a local file, which is lost after the run: configure a backend, or set localState: true in runner.yml`;
  }
  if (module.backend === undefined && !terraform.backend && !terraform.localState) {
    return `${path}/ has no backend for its state: add one to the module or to runner.yml, or set localState: true there`;
  }
  return { path, module };
}

function modulePath(work: Work, { module, bindingModule, unipipe }: Terraform): string | undefined {
  const { serviceDefinitionId } = work.instance;
  const isName = /^[\w~-][\w.~-]*$/.test(serviceDefinitionId);
  const own = module ?? (isName ? `terraform/${serviceDefinitionId}` : undefined);
  if (work.bindingId === undefined || unipipe) return own;
  return bindingModule ?? (own && `${own}/binding`);
}

/** @returns the folder to run in */
export async function setUpModule(
  { checkout, folder, stateFolder, rule }: HandlerRun,
  { path, module }: ChosenModule,
  inputNames: readonly string[],
): Promise<string> {
  const copy = join(folder, 'repository');
  await cp(checkout, copy, { recursive: true });
  const target = join(copy, path);
  const root = rule.terraform?.unipipe ? await wrap(target, join(folder, 'wrapper'), module, inputNames) : target;
  const backend = backendOf(rule.terraform, module, join(stateFolder, path));
  // An override, because a module's own block for local files has to give way.
  if (backend) await writeFile(join(root, 'gitbroker_override.tf.json'), JSON.stringify({ terraform: { backend } }));
  return root;
}

/** undefined when the module's own one counts. */
function backendOf(terraform: Terraform | undefined, { backend }: TerraformModule, stateFolder: string) {
  if (backend !== undefined && backend !== 'local') return undefined;
  if (terraform?.backend) return terraform.backend;
  return { local: { path: join(stateFolder, 'default.tfstate'), workspace_dir: stateFolder } };
}

/**
 * UniPipe calls modules from a wrapper, so their state knows every resource as one of `module.wrapper`. Values come in by
 * variables: the wrapper itself holds nothing of an order.
 */
async function wrap(
  module: string,
  root: string,
  { variables }: TerraformModule,
  inputNames: readonly string[],
): Promise<string> {
  await mkdir(root);
  const names = [...inputNames, ...(variables.has('platform_secret') ? ['platform_secret'] : [])];
  const wrapper = {
    variable: Object.fromEntries(names.map((name) => [name, name === 'platform_secret' ? { sensitive: true } : {}])),
    module: {
      wrapper: {
        source: relative(root, module),
        ...Object.fromEntries(names.map((name) => [name, `\${var.${name}}`])),
      },
    },
  };
  await writeFile(join(root, 'module.tf.json'), JSON.stringify(wrapper));
  await copyFile(join(module, 'backend.tf'), join(root, 'backend.tf')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return root;
}
