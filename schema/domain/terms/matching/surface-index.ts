import type { LexiconRow, PieceKind } from '../lexicon-row.js'
import { buildSlipIndex, type SlipIndex } from './mend-slip.js'

/** What a piece of a label means; `status` candidate pieces propose and never carry a decision. */
export type Surface = {
  readonly text: string
  readonly tokens: readonly string[]
  readonly kind: PieceKind
  readonly isSure: boolean
  /** One of several words that a label of the edition joins (도로·시설물). */
  readonly isPart?: boolean
}

type Node = { readonly next: Map<number, Node>; surface: Surface | null }

/** Surfaces by their letters, so that all that begin at one place are found in one walk. */
export type SurfaceIndex = {
  readonly root: Node
  readonly bySound: ReadonlyMap<string, Surface>
  /** Made when the first unknown piece asks for it. */
  readonly bySlip: () => SlipIndex
}

const insert = (root: Node, surface: Surface): void => {
  let node = root
  for (let i = 0; i < surface.text.length; i++) {
    const code = surface.text.charCodeAt(i)
    const next = node.next.get(code) ?? { next: new Map(), surface: null }
    node.next.set(code, next)
    node = next
  }
  node.surface ??= surface
}

export const toSurface = ({ tokens, kind, status }: LexiconRow, text: string): Surface => ({
  text,
  tokens,
  kind,
  isSure: status === 'active',
})

/** An index of surfaces; of two that are written alike the first wins. `soundOf` gives the key under which misspelt pieces are found. */
export const buildSurfaceIndex = (surfaces: readonly Surface[], soundOf: (text: string) => string): SurfaceIndex => {
  const root: Node = { next: new Map(), surface: null }
  const bySound = new Map<string, Surface>()
  for (const surface of surfaces) {
    insert(root, surface)
    const sound = soundOf(surface.text)
    if (surface.text.length < 2 || surface.tokens.length === 0) continue
    const standing = bySound.get(sound)
    if (standing === undefined) bySound.set(sound, surface)
    // What sounds like two things is heard as neither for sure.
    else if (standing.tokens.join() !== surface.tokens.join()) bySound.set(sound, { ...standing, isSure: false })
  }
  let slips: SlipIndex | null = null
  return { root, bySound, bySlip: () => (slips ??= buildSlipIndex(surfaces)) }
}

/** Every surface that begins at `at`, shortest first, with where it ends. */
export const surfacesAt = (
  { root }: SurfaceIndex,
  text: string,
  at: number,
): readonly { readonly surface: Surface; readonly end: number }[] => {
  const found: { readonly surface: Surface; readonly end: number }[] = []
  let node: Node | undefined = root
  for (let i = at; i < text.length; i++) {
    node = node.next.get(text.charCodeAt(i))
    if (node === undefined) break
    if (node.surface !== null) found.push({ surface: node.surface, end: i + 1 })
  }
  return found
}
