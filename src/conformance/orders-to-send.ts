/** Valid bodies for the chosen plan, from which checks make their broken ones. */
import { idsOf } from './session.js';
import type { OrderBody } from './session.js';
import type { Subject } from './subject.js';

export function provisionBody(subject: Subject): OrderBody {
  return {
    ...idsOf(subject),
    organization_guid: 'conformance-organization',
    space_guid: 'conformance-space',
    context: subject.context,
    parameters: subject.parameters.provision,
  };
}

export function bindBody(subject: Subject): OrderBody {
  return { ...idsOf(subject), bind_resource: subject.bindResource, parameters: subject.parameters.bind };
}

/** Changes the plan where that is possible, else sends the parameters that were given for it. */
export function updateBody(subject: Subject): OrderBody {
  const { offering, otherPlan, planUpdateable, parameters } = subject;
  return {
    service_id: offering.id,
    plan_id: planUpdateable && otherPlan ? otherPlan.id : undefined,
    parameters: parameters.update ?? (planUpdateable && otherPlan ? undefined : {}),
    previous_values: { plan_id: subject.plan.id },
  };
}
