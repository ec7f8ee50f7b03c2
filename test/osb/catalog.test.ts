import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/osb/catalog.js';
import { checkMaintenanceInfo, findPlan, isBindable, isPlanUpdateable } from '../../src/osb/catalog-checks.js';
import { givenPlugin } from './running-plugin.js';
import { EXAMPLE_CATALOG } from './stub-broker.js';

const ask = async (plugin: Awaited<ReturnType<typeof givenPlugin>>, ifNoneMatch?: string) => {
  const { status, body, headers } = await plugin.ask('GET', '/v2/catalog', {
    headers: { 'If-None-Match': ifNoneMatch },
  });
  return { status, body, etag: headers.get('ETag') };
};

describe('GET /v2/catalog', () => {
  test('200 with every field, the secret of the dashboard client too (CAT-01, CAT-17, CTYPE-01)', async () => {
    const dashboard_client = { id: 'c', secret: 's', redirect_uri: 'http://x' };
    const catalog = { services: EXAMPLE_CATALOG.services.map((offering) => ({ ...offering, dashboard_client })) };
    const plugin = await givenPlugin({ answers: { catalog: async () => catalog } });
    const answer = await plugin.ask('GET', '/v2/catalog');
    expect(answer).toMatchObject({ status: 200, body: catalog });
    expect(answer.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  });

  test('304 without body while the ETag matches (CAT-40, CAT-41)', async () => {
    const plugin = await givenPlugin();
    const { etag } = await ask(plugin);
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const value of [`${etag}`, `W/${etag}`, `"x,y", ${etag}`, '*']) {
      expect(await ask(plugin, value)).toEqual({ status: 304, body: undefined, etag });
    }
    for (const value of ['"x"', `${etag}`.replaceAll('"', '')]) {
      expect(await ask(plugin, value)).toEqual({ status: 200, body: EXAMPLE_CATALOG, etag });
    }
  });

  test('the ETag is that of the content: the same for all replicas, another one for another catalog (CAT-40)', async () => {
    let catalog: Catalog = EXAMPLE_CATALOG;
    const plugin = await givenPlugin({ answers: { catalog: async () => catalog } });
    const { etag } = await ask(plugin);
    expect(
      (await ask(await givenPlugin({ answers: { catalog: async () => structuredClone(EXAMPLE_CATALOG) } }))).etag,
    ).toBe(etag);
    catalog = { services: [] };
    expect(await ask(plugin, `${etag}`)).toEqual({
      status: 200,
      body: { services: [] },
      etag: expect.not.stringMatching(`${etag}`),
    });
  });
});

describe('what orders ask of the catalog', () => {
  const [offering] = EXAMPLE_CATALOG.services;
  const [plan] = offering?.plans ?? [];
  if (!offering || !plan) throw new Error('The example has an offering with a plan');
  const maintained = { ...plan, maintenance_info: { version: '1.0.0+a' } };

  test('offering and plan, by id only (PROV-08, PROV-09, CAT-44)', () => {
    expect(findPlan(EXAMPLE_CATALOG, 'service-1', 'plan-1')).toEqual({ offering, plan });
    expect(() => findPlan(EXAMPLE_CATALOG, 'database', 'plan-1')).toThrow(
      expect.objectContaining({ code: 'BadRequest' }),
    );
    expect(() => findPlan(EXAMPLE_CATALOG, 'service-1', 'small')).toThrow(
      expect.objectContaining({ code: 'BadRequest' }),
    );
  });

  test("the plan's word before the offering's (CAT-11, CAT-19, CAT-20, CAT-26, UPD-22)", () => {
    expect(isBindable(offering, plan)).toBe(true);
    expect(isBindable(offering, { ...plan, bindable: false })).toBe(false);
    expect(isPlanUpdateable(offering, plan)).toBe(false);
    expect(isPlanUpdateable({ ...offering, plan_updateable: true }, plan)).toBe(true);
    expect(isPlanUpdateable({ ...offering, plan_updateable: true }, { ...plan, plan_updateable: false })).toBe(false);
  });

  test('no conflict without maintenance_info, or with the version of the catalog (MAINT-01, MAINT-02)', () => {
    expect(() => checkMaintenanceInfo(maintained, undefined)).not.toThrow();
    expect(() => checkMaintenanceInfo(plan, undefined)).not.toThrow();
    expect(() => checkMaintenanceInfo(maintained, { version: '1.0.0+a' })).not.toThrow();
  });

  test('conflict with any other version, or none in the catalog (MAINT-03, MAINT-05)', () => {
    const conflict = expect.objectContaining({ code: 'MaintenanceInfoConflict' });
    expect(() => checkMaintenanceInfo(maintained, { version: '1.0.0' })).toThrow(conflict);
    expect(() => checkMaintenanceInfo(plan, { version: '1.0.0' })).toThrow(conflict);
  });
});
