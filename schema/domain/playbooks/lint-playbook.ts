import type { Issue } from '../issue.js'
import { lengthsHold } from './lint-rules/lengths-hold.js'
import type { LintContext, LintRule } from './lint-rules/lint-rule.js'
import { particlesStandApart } from './lint-rules/particles-stand-apart.js'
import { placeholdersAreDeclared } from './lint-rules/placeholders-are-declared.js'
import { placeholdersAreInPlace } from './lint-rules/placeholders-are-in-place.js'
import { placeholdersAreUsed } from './lint-rules/placeholders-are-used.js'
import { referencesExist } from './lint-rules/references-exist.js'
import { reviewIsNotPast } from './lint-rules/review-is-not-past.js'
import { sectionsAreThere } from './lint-rules/sections-are-there.js'
import { tellsWhatWhereWhen } from './lint-rules/tells-what-where-when.js'
import { wordsArePlain } from './lint-rules/words-are-plain.js'
import type { Playbook } from './playbook.js'

/** From what must be there to how it reads; the order is that of the issues. */
const LINT_RULES: readonly LintRule[] = [
  sectionsAreThere,
  tellsWhatWhereWhen,
  referencesExist,
  placeholdersAreDeclared,
  placeholdersAreInPlace,
  placeholdersAreUsed,
  particlesStandApart,
  lengthsHold,
  wordsArePlain,
  reviewIsNotPast,
]

/** Everything that can be said against a text, in rule order, by place in it; errors stand in the way of a review, warnings are for its reader. */
export const lintPlaybook = (playbook: Playbook, context: LintContext): readonly Issue[] =>
  LINT_RULES.flatMap(rule => rule(playbook, context))
