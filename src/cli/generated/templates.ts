/** Everything that `gitbroker generate` writes beside pipelines, by name. */
import { catalogTemplate } from './catalog-template.js';
import { CLOUD_FOUNDRY_TEMPLATE, COMPOSE_TEMPLATE, KUBERNETES_TEMPLATE } from './deployment-templates.js';
import { EXEC_HANDLER_TEMPLATE, TRANSFORM_HANDLER_TEMPLATE } from './handler-templates.js';
import { RUNNER_TEMPLATE } from './runner-template.js';

export interface Template {
  readonly path: string;
  readonly content: () => string;
  /** A runner starts it as a program. */
  readonly isProgram?: true;
}

export const TEMPLATES: ReadonlyMap<string, Template> = new Map([
  ['catalog', { path: 'catalog.yml', content: catalogTemplate }],
  ['runner.yml', { path: 'runner.yml', content: () => RUNNER_TEMPLATE }],
  ['handler', { path: 'handlers/handler.mjs', content: () => EXEC_HANDLER_TEMPLATE, isProgram: true }],
  ['transform-handler', { path: 'handlers/transform.mjs', content: () => TRANSFORM_HANDLER_TEMPLATE }],
  ['cloud-foundry', { path: 'manifest.yml', content: () => CLOUD_FOUNDRY_TEMPLATE }],
  ['docker-compose', { path: 'compose.yml', content: () => COMPOSE_TEMPLATE }],
  ['kubernetes', { path: 'gitbroker.yml', content: () => KUBERNETES_TEMPLATE }],
]);
