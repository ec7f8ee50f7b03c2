/**
 * Everything a platform can be told has gone wrong, and the one table that gives each case its HTTP status.
 *
 * Lower layers say what happened (`new OsbError('InstanceNotFound', …)`); only this table knows numbers.
 */

interface ErrorRow {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Sent as `error` in the body: the word of the specification, or of the general case. */
  readonly error: string;
}

/**
 * Each case and its HTTP status. Finer cases answer as the general one does: `InstanceExists` as `Conflict`.
 *
 * What a platform may not have (quota, limit) is a 422, since after a 5xx it would delete what was never made.
 */
export const ERROR_TABLE = {
  BadRequest: { status: 400, error: 'BadRequest' },
  Unauthorized: { status: 401, error: 'Unauthorized' },
  NotFound: { status: 404, error: 'NotFound' },
  Conflict: { status: 409, error: 'Conflict' },
  Gone: { status: 410, error: 'Gone' },
  UnsupportedApiVersion: { status: 412, error: 'UnsupportedApiVersion' },
  PayloadTooLarge: { status: 413, error: 'PayloadTooLarge' },
  AsyncRequired: { status: 422, error: 'AsyncRequired' },
  ConcurrencyError: { status: 422, error: 'ConcurrencyError' },
  RequiresApp: { status: 422, error: 'RequiresApp' },
  MaintenanceInfoConflict: { status: 422, error: 'MaintenanceInfoConflict' },
  PlanChangeNotSupported: { status: 422, error: 'PlanChangeNotSupported' },
  UpdateNotSupported: { status: 422, error: 'UpdateNotSupported' },
  InternalError: { status: 500, error: 'InternalError' },
  RecordUnreadable: { status: 500, error: 'RecordUnreadable' },
  InvalidParameters: { status: 400, error: 'BadRequest' },
  InstanceNotFound: { status: 404, error: 'NotFound' },
  BindingNotFound: { status: 404, error: 'NotFound' },
  NotRetrievable: { status: 404, error: 'NotFound' },
  InstanceExists: { status: 409, error: 'Conflict' },
  BindingExists: { status: 409, error: 'Conflict' },
  InstanceGone: { status: 410, error: 'Gone' },
  BindingGone: { status: 410, error: 'Gone' },
  QuotaExceeded: { status: 422, error: 'QuotaExceeded' },
  LimitReached: { status: 422, error: 'LimitReached' },
  Unavailable: { status: 503, error: 'Unavailable' },
} as const satisfies Record<string, ErrorRow>;

export type OsbErrorCode = keyof typeof ERROR_TABLE;

export interface OsbErrorOptions {
  readonly cause?: unknown;
  /** Failed update or deprovision only: does the instance still work? (ERR-04) */
  readonly instanceUsable?: boolean;
  /** Failed update only: may the same update succeed when repeated? (ERR-05) */
  readonly updateRepeatable?: boolean;
  /** Sent as `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** An answer that the platform, and often its end user, will read: `description` must be fit for both. */
export class OsbError extends Error {
  override readonly name = 'OsbError';
  readonly code: OsbErrorCode;
  readonly instanceUsable: boolean | undefined;
  readonly updateRepeatable: boolean | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: OsbErrorCode, description: string, options: OsbErrorOptions = {}) {
    super(description, { cause: options.cause });
    this.code = code;
    this.instanceUsable = options.instanceUsable;
    this.updateRepeatable = options.updateRepeatable;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
