/** What holds for every answer of the whole run: looks at all that was exchanged, and asks nothing itself. */
import { expectNone, NotPossible } from '../check.js';
import type { Check } from '../check.js';
import { callOf, describeExchange } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import type { Session } from '../session.js';
import { wholeLife } from '../stories/whole-life.js';
import { BINDING_RULES } from './binding-rules.js';
import type { BindingRule } from './binding-rules.js';
import { TRANSCRIPT_RULES } from './transcript-rules.js';
import type { TranscriptRule } from './transcript-rules.js';

export const transcriptChecks: readonly Check[] = [
  ...TRANSCRIPT_RULES.map(answerCheck),
  ...BINDING_RULES.map(bindingCheck),
];

function answerCheck({ about, problem, ...rule }: TranscriptRule): Check {
  return {
    ...rule,
    run: async (session) => {
      const exchanges = (await transcriptOf(session)).filter(about);
      if (exchanges.length === 0) throw new NotPossible('the broker has given no answer of this kind');
      expectNone(exchanges.flatMap((exchange) => problemsOf(exchange, problem(exchange))));
    },
  };
}

function bindingCheck({ problems, ...rule }: BindingRule): Check {
  return {
    ...rule,
    run: async (session) => {
      const { offering } = await session.subject();
      const bindings = (await transcriptOf(session)).filter(
        (exchange) => ['bind', 'fetchBinding'].includes(callOf(exchange.request) ?? '') && exchange.status < 202,
      );
      if (bindings.length === 0) throw new NotPossible('the broker has handed out no binding');
      expectNone([...new Set(bindings.flatMap(({ body }) => problems(body, offering)))]);
    },
  };
}

async function transcriptOf(session: Session): Promise<readonly Exchange[]> {
  await session.tell(wholeLife);
  return session.transcript;
}

function problemsOf(exchange: Exchange, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${problem} (${describeExchange(exchange)})`];
}
