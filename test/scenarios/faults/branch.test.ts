import { describe, expect, test } from 'vitest';
import { failures, givenCatalog, givenFaultyBroker, warnings } from './given-fault.js';
import { expectUnavailable } from './given-fault.js';

describe('faults of the branch', () => {
  test.each([
    ['deleted', ['update-ref', '-d', 'refs/heads/main'], ['update-ref', 'refs/heads/main', 'kept']],
    ['renamed', ['branch', '--move', 'main', 'trunk'], ['branch', '--move', 'trunk', 'main']],
  ])('%s: nothing is said to be gone, nothing is made anew, and all goes on when it is back', async (_, lose, mend) => {
    const broker = await givenFaultyBroker();
    await broker.order('known');
    await broker.repository.git('tag', 'kept', 'main');
    await broker.repository.git(...lose);
    expectUnavailable(await broker.order('one'), /records of this broker are missing/);
    expectUnavailable(await broker.poll('unknown'), /records of this broker are missing/);
    expect((await broker.poll('known')).body).toMatchObject({ state: 'in progress' });
    expect(await broker.repository.git('for-each-ref', '--format=%(refname)', 'refs/heads/main')).toBe('');
    await broker.expectTold(failures('branch-gone'), /the branch was deleted or renamed/);
    await broker.repository.git(...mend);
    expect((await broker.order('one')).status).toBe(202);
    expect((await broker.poll('known')).status).toBe(200);
  });

  test('missing when the broker starts: not ready, and no delete is answered 410', async () => {
    const repository = await givenCatalog();
    await repository.git('branch', '--move', 'main', 'trunk');
    const broker = await givenFaultyBroker({ repository, until: '/healthz' });
    const gone = await broker.platform.change('DELETE', '/v2/service_instances/known', {
      query: { service_id: 'a', plan_id: 'b' },
    });
    expectUnavailable(gone, /The branch of this broker does not exist/);
    expectUnavailable(await broker.poll('known'), /The branch of this broker does not exist/);
    expect((await fetch(`${broker.process.url}/readyz`)).status).toBe(503);
    expect(await broker.metric('gitbroker_catalog_valid')).toBe(0);
    expect(broker.process.output()).toContain('catalog.yml does not exist');
    await repository.git('branch', '--move', 'trunk', 'main');
    expect((await broker.order('one')).status).toBe(202);
  });

  test('force-pushed: followed, with a warning; the order that was taken off may come again', async () => {
    const broker = await givenFaultyBroker();
    await broker.order('kept');
    await broker.order('lost');
    await broker.repository.git('update-ref', 'refs/heads/main', 'main~1');
    expect((await broker.order('lost')).status).toBe(202);
    expect([await broker.operationsOf('kept'), await broker.operationsOf('lost')]).toEqual([1, 1]);
    await broker.expectTold(warnings('branch-rewritten'), /the branch was rewritten/);
  });
});
