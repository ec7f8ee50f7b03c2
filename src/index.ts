/** Public entry: what somebody who embeds the protocol needs. */
export { openServiceBroker } from './osb/plugin.js';
export type { Authenticate, OpenServiceBrokerOptions } from './osb/plugin.js';
export { createFastifyOptions } from './osb/fastify-options.js';
export { ERROR_TABLE, OsbError } from './osb/errors.js';
export type { OsbErrorCode, OsbErrorOptions } from './osb/errors.js';
export { validateCatalog } from './osb/validate-catalog.js';
export { checkMaintenanceInfo, findPlan, isBindable, isPlanUpdateable } from './osb/catalog-checks.js';
export { validateParameters } from './osb/parameter-schema.js';
export type { Catalog, Plan, ServiceOffering } from './osb/catalog.js';
export type * from './osb/service-broker.js';
