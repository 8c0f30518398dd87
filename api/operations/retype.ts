import type { Activation } from '../../schema/domain/playbooks/activation.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'

/** What an approver types again by hand, so that nobody approves the real thing for a drill, or twelve centers for one (Hawaii, 2018). */
export type Retyped = { readonly status: string; readonly hazard: string; readonly centers: number }

const STATUS_WORDS: Readonly<Record<BroadcastStatus, { readonly ko: string; readonly en: string }>> = {
  ACTUAL: { ko: '실제 상황', en: 'this is real' },
  EXERCISE: { ko: '훈련', en: 'exercise' },
  TEST: { ko: '시험', en: 'test' },
}

const hazardNames = (hazard: string, { edition }: Standards) => {
  const item = edition.codelists.get('hazard_type')?.items.get(hazard)
  return { ko: item?.nameKo ?? hazard, en: item?.nameEn ?? hazard }
}

/** The words that are asked for: those of the real thing are no words of a drill. */
export const wordsToRetype = (
  { status, hazard }: Pick<Activation, 'status' | 'hazard'>,
  centers: number,
  standards: Standards,
): Retyped => ({
  status: STATUS_WORDS[status].ko,
  hazard: hazardNames(hazard, standards).ko,
  centers,
})

/** Whether what was typed is what will be sent; Korean or English, blanks and case aside. */
export function isRetyped(
  typed: Retyped,
  { status, hazard }: Pick<Activation, 'status' | 'hazard'>,
  { centers, standards }: { readonly centers: number; readonly standards: Standards },
): boolean {
  const names = hazardNames(hazard, standards)
  const isOne = (text: string, ...words: readonly string[]) => words.some(word => normalizeLabel(word) === normalizeLabel(text))
  return (
    typed.centers === centers &&
    isOne(typed.hazard, names.ko, names.en, hazard) &&
    isOne(typed.status, STATUS_WORDS[status].ko, STATUS_WORDS[status].en)
  )
}

export const retypedText = ({ status, hazard, centers }: Retyped): string => `${status} / ${hazard} / ${centers}`
