/** Public entry `gitbroker/client`: what somebody who orders from brokers needs. */
export { OsbClient } from './client/osb-client.js';
export type { ConnectionOptions, Credentials } from './client/broker-connection.js';
export type { HttpAnswer, HttpRequest, HttpTransport } from './client/http.js';
export { Orders } from './client/orders.js';
export type {
  BindOrder,
  DeprovisionOrder,
  PlanChoice,
  ProvisionOrder,
  RotateOrder,
  UnbindOrder,
  UpdateOrder,
} from './client/orders.js';
export type { Ids, OrdersOptions } from './client/order-steps.js';
export type { Mitigation } from './client/orphan-mitigation.js';
export { BrokerError, MalformedAnswerError } from './client/broker-error.js';
export { NoAnswerError } from './client/http.js';
export { OperationFailedError, PollingTimeoutError } from './client/polling.js';
export type { Clock, PollingOptions, Progress } from './client/polling.js';
export { choosePlan } from './client/choose-plan.js';
export type { ChosenPlan } from './client/choose-plan.js';
export type {
  BindAnswered,
  BindingAnswer,
  DeleteAnswer,
  DeleteAnswered,
  InstanceAnswer,
  LastOperationAnswer,
  OrderAnswer,
  Outcome,
  PollAnswer,
  ProvisionAnswered,
  UpdateAnswered,
} from './client/answers.js';
