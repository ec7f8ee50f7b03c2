/** Clients that order, as a process of their own, so that they do not slow down what is measured beside them. */
import { manyClients } from './load.js';

const [url, clients, orders] = process.argv.slice(2);
await manyClients([url], Number(clients), Number(orders));
