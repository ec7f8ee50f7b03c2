import { execFileSync } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OFFERING, bindingFile, givenRunners, instanceFile } from './given-runner.js';

const hasTerraform = (() => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const MODULE = `
terraform {
  required_version = ">= 1.4" # variable "commented" {
}
variable "name" {
  type    = string
  default = "plain"
}
locals {
  text = "variable \\"inside\\" { \${upper("a { b")}"
}
variable "plan_name" {}
resource "terraform_data" "zone" {
  input = { name = var.name, plan = var.plan_name }
}
output "dashboard_url" {
  value = "https://example.com/\${terraform_data.zone.id}"
}
output "metadata" {
  value = { attributes = { name = terraform_data.zone.output.name, plan = terraform_data.zone.output.plan } }
}
`;
const BINDING_MODULE = `
variable "binding_id" {}
variable "instance_metadata" {}
resource "terraform_data" "user" {
  input = var.binding_id
}
output "credentials" {
  sensitive = true
  value     = { user = terraform_data.user.output, zone = var.instance_metadata.attributes.name }
}
`;
const rule = (more: Record<string, unknown> = {}) => ({
  offering: OFFERING,
  terraform: { localState: true, ...more },
  environment: { pass: ['TF_CLI_CONFIG_FILE'] },
});
const givenModule = (parameters: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  givenRunners([rule(more)], {
    [`terraform/${OFFERING}/main.tf`]: MODULE,
    [`terraform/${OFFERING}/binding/main.tf`]: BINDING_MODULE,
    'instances/one/instance.yml': instanceFile('one', { parameters }),
  });
const operation = (id: string, type: string) => ({ operation: { id, type } });

describe.skipIf(!hasTerraform)('terraform handlers (with the real binary)', () => {
  test('provision, bind, unbind and deprovision of one instance, each in its workspace', async () => {
    const runners = await givenModule({ name: 'shop' });
    const options = await runners.options();
    const run = async () => (await runners.run(options)).ended.map(({ outcome }) => outcome);
    expect(await run()).toEqual(['succeeded']);
    expect(await runners.yaml('instances/one/response.yml')).toEqual({
      dashboard_url: expect.stringMatching(/^https:/),
      metadata: { attributes: { name: 'shop', plan: 'small' } },
    });
    await runners.repository.push({ 'instances/one/bindings/b/binding.yml': bindingFile('one', 'b') });
    expect(await run()).toEqual(['succeeded']);
    expect(await runners.yaml('instances/one/bindings/b/credentials.yml')).toEqual({ user: 'b', zone: 'shop' });
    const state = join(options.folder, 'state/terraform', OFFERING, 'instance-one/terraform.tfstate');
    await access(state);
    await runners.repository.push({
      'instances/one/instance.yml': instanceFile('one', { deleted: true, ...operation('d', 'deprovision') }),
      'instances/one/bindings/b/binding.yml': bindingFile('one', 'b', { deleted: true, ...operation('u', 'unbind') }),
    });
    const summary = await runners.run(options);
    expect(summary.ended.map(({ outcome, operation }) => [operation.type, outcome])).toEqual([
      ['unbind', 'succeeded'],
      ['deprovision', 'succeeded'],
    ]);
    await expect(access(state)).rejects.toThrow('ENOENT');
  });

  test('no step writes colours into the log, those of workspaces included', async () => {
    const runners = await givenModule({ name: 'shop' });
    const options = await runners.options();
    const done = await runners.run(options);
    const file = instanceFile('one', { deleted: true, ...operation('d', 'deprovision') });
    await runners.repository.push({ 'instances/one/instance.yml': file });
    const undone = await runners.run(options);
    const paths = [...done.ended, ...undone.ended].map(({ logPath }) => logPath ?? '');
    const lines = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('').split('\n');
    expect(lines.filter((line) => line.includes('$ terraform')).map((line) => line.replace(/^.*\$ /, ''))).toEqual([
      'terraform init -input=false',
      'terraform workspace select -or-create instance-one',
      expect.stringMatching(/^terraform apply /),
      'terraform init -input=false',
      'terraform workspace select -or-create instance-one',
      expect.stringMatching(/^terraform destroy /),
      'terraform workspace select default',
      'terraform workspace delete instance-one',
    ]);
    expect(lines.filter((line) => line.includes('\u001B'))).toEqual([]);
  });

  test('template syntax in a parameter stays text', async () => {
    const name = '${file("/etc/passwd")} %{ if true }x%{ endif } $(id) {{ 7 * 7 }} "quoted" <<EOF';
    const runners = await givenModule({ name });
    expect((await runners.run()).ended.map(({ outcome }) => outcome)).toEqual(['succeeded']);
    expect(await runners.yaml('instances/one/response.yml')).toMatchObject({ metadata: { attributes: { name } } });
  });

  test.each([
    ['that the module does not declare', { nmae: 'x' }, '"nmae"'],
    ['that only looks declared: in a comment', { commented: 'x' }, '"commented"'],
    ['that only looks declared: in a string', { inside: 'x' }, '"inside"'],
    ['that is not the orderer’s to say', { plan_name: 'large', name: 'x' }, '"plan_name"'],
  ])('a parameter %s is refused by name', async (_name, parameters, named) => {
    const runners = await givenModule(parameters);
    expect((await runners.run()).ended.map(({ outcome, description }) => ({ outcome, description }))).toEqual([
      { outcome: 'failed', description: `this offering has no parameter ${named}` },
    ]);
  });

  test('the binary’s own errors are shown', async () => {
    const runners = await givenRunners([rule()], {
      [`terraform/${OFFERING}/main.tf`]:
        'variable "name" {}\nresource "terraform_data" "a" {\n  input = var.name.x\n}\n',
      'instances/one/instance.yml': instanceFile('one', { parameters: { name: 'text' } }),
    });
    const [ended] = (await runners.run()).ended;
    expect(ended).toMatchObject({
      outcome: 'failed',
      description: expect.stringMatching(/^terraform apply failed: Unsupported attribute/),
    });
    expect(await readFile(ended?.logPath ?? '', 'utf8')).toContain('Unsupported attribute');
  });

  test.each([
    ['without a backend', '', /has no backend for its state/],
    ['with state in a local file', 'terraform {\n  backend "local" {}\n}\n', /keeps its state in a local file/],
    ['that is missing', undefined, /^there is no module in terraform\//],
  ])('a module %s blocks, before anything is claimed', async (_name, text, description) => {
    const runners = await givenRunners([rule({ localState: false })], {
      ...(text !== undefined && { [`terraform/${OFFERING}/main.tf`]: `${text}variable "x" {}\n` }),
      'instances/one/instance.yml': instanceFile('one'),
    });
    expect((await runners.run()).ended).toEqual([
      expect.objectContaining({ outcome: 'blocked', description: expect.stringMatching(description) }),
    ]);
    expect(await runners.repository.list()).not.toContain('instances/one/status.yml');
  });

  test('plan only: nothing is made, the order stays', async () => {
    const runners = await givenModule({ name: 'shop' }, { planOnly: true });
    const [ended] = (await runners.run()).ended;
    expect(ended).toMatchObject({ outcome: 'waiting', description: 'planned only' });
    expect(await readFile(ended?.logPath ?? '', 'utf8')).toContain('Plan: 1 to add');
  });

  test('a module made for UniPipe runs for bindings, called by its wrapper', async () => {
    const runners = await givenRunners([rule({ unipipe: true })], {
      [`terraform/${OFFERING}/main.tf`]:
        'variable "plan_id" {}\nvariable "tenant_id" {}\nvariable "size" {}\nvariable "network" {}\nvariable "platform_secret" {\n  sensitive = true\n}\n' +
        'resource "terraform_data" "a" {\n  input = [var.plan_id, var.tenant_id, var.size, var.network]\n}\n',
      'instances/one/instance.yml': instanceFile('one', {
        parameters: { size: '${1 + 1}' },
        context: { auth_url: 'https://auth.example.com' },
      }),
      'instances/one/bindings/b/binding.yml': bindingFile('one', 'b', { bindResource: { tenant_id: 'tenant' } }),
    });
    await runners.repository.push({ 'instances/one/params.yml': 'network: by a person\n' });
    const options = await runners.options({ env: { ...process.env, TF_VAR_platform_secret: 'platform-secret' } });
    await runners.repository.push({ 'runner.yml': JSON.stringify({ rules: [unipipeRule()] }) });
    expect((await runners.run(options)).ended.map(({ outcome, operation }) => [operation.type, outcome])).toEqual([
      ['provision', 'succeeded'],
      ['bind', 'succeeded'],
    ]);
    const path = join(options.folder, 'state/terraform', OFFERING, 'b/terraform.tfstate');
    const state = JSON.parse(await readFile(path, 'utf8')) as { resources: object[] };
    expect(state.resources).toEqual([
      expect.objectContaining({
        module: 'module.wrapper',
        instances: [
          expect.objectContaining({
            attributes: expect.objectContaining({
              output: expect.objectContaining({ value: ['plan-small', 'tenant', '${1 + 1}', 'by a person'] }),
            }),
          }),
        ],
      }),
    ]);
  });
});

const unipipeRule = () => ({
  offering: OFFERING,
  terraform: { localState: true, unipipe: true },
  environment: { pass: ['TF_CLI_CONFIG_FILE'], secrets: ['TF_VAR_*'] },
});

test.skipIf(hasTerraform)('terraform handlers: skipped, there is no terraform binary on this machine', () => undefined);
