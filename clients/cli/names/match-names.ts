import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import { normalizeLabel } from '../../../schema/domain/terms/normalize-label.js'
import type { TermTarget } from '../../../schema/domain/terms/term.js'
import { UsageFault } from '../usage-fault.js'
import { namesText, nearestNames, type Named } from './nearest-names.js'

type Kind = 'indicator' | 'measure'

const KINDS: Readonly<Record<Kind, readonly [ko: string, en: string]>> = {
  indicator: ['지표', 'indicator'],
  measure: ['기초 항목', 'measure'],
}

const otherKind = (kind: Kind): Kind => (kind === 'indicator' ? 'measure' : 'indicator')

const listOf = ({ edition }: EditionContents, kind: Kind): readonly Named[] => [
  ...(kind === 'indicator' ? edition.indicators : edition.measures).values(),
]

/** The thing itself: neither one slice of a measure nor another formula of an indicator. */
function codeOf(target: TermTarget, kind: Kind): string | null {
  if (kind === 'measure') return target.kind === 'measure' && target.fixed === null ? target.measure : null
  return target.kind === 'indicator' && target.variant === null ? target.indicator : null
}

/** Codes that a word may mean. A code or standard name is exact; a synonym counts only where nothing else is meant by it. */
function codesFor(text: string, kind: Kind, { edition }: EditionContents): readonly string[] {
  const compared = normalizeLabel(text)
  const entries = edition.lexicon.subjects.get(compared) ?? []
  const exact = entries.find(({ target, source }) => (source === 'code' || source === 'standardName') && codeOf(target, kind) !== null)
  if (exact !== undefined) return [codeOf(exact.target, kind) ?? '']
  const candidates = edition.lexicon.ambiguous.get(compared)?.candidates ?? entries.map(({ target }) => target)
  return [...new Set(candidates.flatMap(target => codeOf(target, kind) ?? []))]
}

/** The code that a word names. UsageFault with what is accepted where it names nothing, or several things. */
export function matchSubjectName(text: string, kind: Kind, contents: EditionContents): string {
  const codes = codesFor(text, kind, contents)
  const [code] = codes
  if (code !== undefined && codes.length === 1) return code
  const [ko, en] = KINDS[kind]
  const all = listOf(contents, kind)
  if (codes.length > 1) {
    const meant = namesText(all.filter(named => codes.includes(named.code)))
    throw new UsageFault(
      `"${text}"은(는) 여러 ${ko}를 뜻할 수 있습니다. 하나를 고르십시오: ${meant}`,
      `"${text}" may mean several things; name one ${en} of those above.`,
    )
  }
  if (codesFor(text, otherKind(kind), contents).length > 0) {
    const option = `--${otherKind(kind)}`
    throw new UsageFault(
      `"${text}"은(는) ${ko}가 아닙니다. ${option} ${text}로 적으십시오.`,
      `"${text}" is no ${en}; write ${option} ${text}.`,
    )
  }
  const near = namesText(nearestNames(text, all))
  throw new UsageFault(`"${text}"이라는 ${ko}는 없습니다. 비슷한 것: ${near}`, `There is no ${en} "${text}"; the nearest are above.`)
}

/** The code of a center or region by its code or a name. UsageFault with the nearest where there is none. */
export function matchPlaceName(text: string, kind: 'center' | 'region', { registry }: EditionContents): string {
  const all: readonly Named[] = kind === 'center' ? registry.centers : registry.regions
  const compared = normalizeLabel(text)
  const found = all.find(({ code, nameKo, nameEn }) => [code, nameKo, nameEn].some(name => normalizeLabel(name) === compared))
  if (found !== undefined) return found.code
  const [ko, en] = kind === 'center' ? ['센터는', 'center'] : ['지역은', 'region']
  const near = namesText(nearestNames(text, all))
  throw new UsageFault(`"${text}"이라는 ${ko} 없습니다. 비슷한 것: ${near}`, `There is no ${en} "${text}"; the nearest are above.`)
}
