/** All stories one after the other, for checks that look at everything a broker has said. */
import { NotPossible } from '../check.js';
import { fetchCatalog } from '../session.js';
import type { Session } from '../session.js';
import { bindingStory } from './binding-story.js';
import { deprovisionStory, unbindStory } from './delete-stories.js';
import { instanceStory } from './instance-story.js';
import { updateStory } from './update-story.js';

/** Goes as far as it gets. */
export async function wholeLife(session: Session): Promise<void> {
  await session.tell(fetchCatalog);
  for (const story of [instanceStory, updateStory, bindingStory, unbindStory, deprovisionStory]) {
    try {
      await session.tell<unknown>(story);
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
    }
  }
  // An error is an answer as well.
  const { offering, plan } = await session.subject();
  await session.deprovision({ instanceId: session.newId() }, { service_id: offering.id, plan_id: plan.id });
}
