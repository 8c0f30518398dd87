import type { Control } from './control.js'

const TESTS = ['test/terms/steward-says-no.test.ts']

/** The controls that keep one steward, or a night alone, from bringing a value into a figure that a person doubts. */
export const WORD_CONTROLS: readonly Control[] = [
  {
    name: 'a meaning that is refused is not in force any more',
    file: 'schema/domain/terms/plan-decision.ts',
    find: "  if (decision.status === 'rejected') return isMeaning(standing) && isOpposite && !decision.isNegated\n",
    replace: '',
    tests: TESTS,
  },
  {
    name: 'an undo brings nothing into published figures by one steward',
    file: 'api/operations/undo-term-decision.ts',
    find: 'isReviewed: true',
    replace: 'isReviewed: false',
    tests: TESTS,
  },
  {
    name: 'the night does not overtake an approval that waits for another steward',
    file: 'api/operations/reconcile-terms.ts',
    find: "(version.status === 'proposed' && version.author_type === 'steward')",
    replace: 'false',
    tests: TESTS,
  },
  {
    name: 'what the hub accepted and a person took back is not accepted again',
    file: 'api/operations/undo-decision.ts',
    find: '  await refuseAccepted(work, { made, before, reason })\n',
    replace: '',
    tests: TESTS,
  },
]
