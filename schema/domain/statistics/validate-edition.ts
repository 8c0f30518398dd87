import type { Issue } from '../issue.js'
import type { EditionPack } from './edition-pack.js'
import { codesAreUnique } from './edition-rules/codes-are-unique.js'
import { datesInOrder } from './edition-rules/dates-in-order.js'
import { indexPack, type EditionRule } from './edition-rules/edition-rule.js'
import { checksHold, formulasHold, scopesAreUsed } from './edition-rules/formulas-hold.js'
import { headersAgree } from './edition-rules/headers-agree.js'
import { dimensionLabelsLeadOneWay, itemLabelsLeadOneWay, subjectLabelsLeadOneWay } from './edition-rules/labels-lead-one-way.js'
import {
  declaredParametersExist,
  indicatorReferencesExist,
  listedCodesExist,
  measureReferencesExist,
} from './edition-rules/references-exist.js'
import { requiredListsExist } from './edition-rules/required-lists-exist.js'
import { hoursHold, membersExist, regionsHold } from './edition-rules/registry-holds.js'
import { spansDoNotOverlap } from './edition-rules/spans-do-not-overlap.js'
import { statusesHold } from './edition-rules/statuses-hold.js'
import { specialLabelsExist, termReferencesExist } from './edition-rules/term-references-exist.js'
import { unitLabelsLeadOneWay } from './edition-rules/unit-labels-lead-one-way.js'
import { unitLabelsHold, unitScalesHold } from './edition-rules/units-hold.js'
import { versionsFollow } from './edition-rules/versions-follow.js'

/** From what a name is to what is made of names; the order is that of the issues. */
const EDITION_RULES: readonly EditionRule[] = [
  headersAgree,
  requiredListsExist,
  codesAreUnique,
  measureReferencesExist,
  indicatorReferencesExist,
  declaredParametersExist,
  listedCodesExist,
  unitScalesHold,
  unitLabelsHold,
  unitLabelsLeadOneWay,
  statusesHold,
  formulasHold,
  checksHold,
  scopesAreUsed,
  versionsFollow,
  datesInOrder,
  spansDoNotOverlap,
  regionsHold,
  membersExist,
  hoursHold,
  termReferencesExist,
  specialLabelsExist,
  subjectLabelsLeadOneWay,
  itemLabelsLeadOneWay,
  dimensionLabelsLeadOneWay,
]

/** Every issue against a pack, in rule order; an empty list means that it can be published. */
export const validateEdition = (pack: EditionPack): readonly Issue[] => {
  const index = indexPack(pack)
  return EDITION_RULES.flatMap(rule => rule(pack, index))
}
