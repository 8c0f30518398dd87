import { surfacesAt, type Surface, type SurfaceIndex } from './surface-index.js'

/** A label cut into known pieces; `residual` is what no surface covers, piece by piece. */
export type Segments = { readonly pieces: readonly Surface[]; readonly residual: readonly string[] }

const UNKNOWN_COST = 7
const PIECE_COST = 1
const SYLLABLE_COST = 0.7
const BROKEN_WORD_COST = 3
const UNSURE_COST = 0.3
/** A misfitting piece costs more than leaving its letters unknown. */
const MISFIT = 20

const isLatin = (code: number): boolean => code >= 97 && code <= 122
const isHangul = (code: number): boolean => code >= 0xac00 && code <= 0xd7a3

/** Single syllables that only close a word (건수, 응대율), and those that only open one (총인입, 미응대). */
const CLOSING = new Set(Array.from('율비합수회통인자초점량양별값의계'))
const OPENING = new Set(Array.from('총전미무불부재순실못첫월연년평'))

const wordCost = (text: string, at: number, end: number): number => {
  let cost = 0
  if (isLatin(text.charCodeAt(at)) && isLatin(text.charCodeAt(at - 1))) cost += BROKEN_WORD_COST
  if (isLatin(text.charCodeAt(end - 1)) && isLatin(text.charCodeAt(end))) cost += BROKEN_WORD_COST
  return cost > 0 && end - at < 3 ? MISFIT : cost
}

const syllableCost = (text: string, at: number, end: number): number => {
  if (end - at !== 1 || !isHangul(text.charCodeAt(at))) return 0
  const letter = text[at] ?? ''
  if (CLOSING.has(letter) && at === 0) return MISFIT
  if (OPENING.has(letter) && !isHangul(text.charCodeAt(end)) && !isLatin(text.charCodeAt(end)) && text.charCodeAt(end) !== 32) return MISFIT
  return SYLLABLE_COST
}

type Step = { readonly cost: number; readonly from: number; readonly surface: Surface | null }

const stepsTo = (index: SurfaceIndex, text: string): readonly (Step | undefined)[] => {
  const best: (Step | undefined)[] = Array.from({ length: text.length + 1 })
  best[0] = { cost: 0, from: 0, surface: null }
  const offer = (at: number, step: Step): void => {
    const standing = best[at]
    if (standing === undefined || step.cost < standing.cost) best[at] = step
  }
  for (let at = 0; at < text.length; at++) {
    const cost = best[at]?.cost ?? 0
    offer(at + 1, { cost: cost + (text.charCodeAt(at) === 32 ? 0 : UNKNOWN_COST), from: at, surface: null })
    for (const { surface, end } of surfacesAt(index, text, at))
      offer(end, {
        cost: cost + PIECE_COST + (surface.isSure ? 0 : UNSURE_COST) + wordCost(text, at, end) + syllableCost(text, at, end),
        from: at,
        surface,
      })
  }
  return best
}

/** The label cut so that the least stays unknown, then into the fewest pieces. Time grows with the length of the label only. */
export const segmentLabel = (index: SurfaceIndex, text: string): Segments => {
  const best = stepsTo(index, text)
  const pieces: Surface[] = []
  const residual: string[] = []
  let unknown = ''
  const close = (): void => {
    if (unknown.trim() !== '') residual.unshift(unknown.trim())
    unknown = ''
  }
  for (let at = text.length; at > 0;) {
    const step: Step = best[at] ?? { cost: 0, from: at - 1, surface: null }
    if (step.surface === null) unknown = text.slice(step.from, at) + unknown
    else {
      close()
      pieces.unshift(step.surface)
    }
    at = step.from
  }
  close()
  return { pieces, residual }
}
