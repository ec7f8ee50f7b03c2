/** Public entry `gitbroker/mock`: a broker to test platforms with. */
export { startMockServer } from './mock/mock-server.js';
export type { MockServer, MockServerOptions } from './mock/mock-server.js';
export { createMockBroker } from './mock/mock-broker.js';
export type { MockBrokerOptions } from './mock/mock-broker.js';
export { MOCK_CATALOG } from './mock/mock-catalog.js';
export { MockFault, MockFaults, parseMockFault, readMockFaults } from './mock/mock-faults.js';
export type { MockCall } from './mock/mock-faults.js';
