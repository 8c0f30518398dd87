import { createHash } from 'node:crypto'
import type { Concept, Glossary } from '../../../schema/domain/terms/concept.js'

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:12px;color:#1a1a1a;background:#fff}h1{font-size:17px;margin:0}h1+p{margin:0 0 8px;color:#555}dl{margin:0}dt{color:#555;font-size:12px;margin-top:6px}dd{margin:0}'

/** Nothing runs and nothing is fetched, whatever a label holds; any page may show it in a frame, which is what a preview is for. */
export const PREVIEW_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors *; sandbox`

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => SIGNS[sign] ?? '')

const entry = (title: string, ...texts: readonly (string | null)[]): string => {
  const said = texts.filter(text => text !== null && text !== '')
  return said.length === 0 ? '' : `<dt>${title}</dt>${said.map(text => `<dd>${escaped(text ?? '')}</dd>`).join('')}`
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`

/** A concept as a small page, Korean first. No figures are on it. */
export const writePreview = (concept: Concept, { edition, concepts }: Glossary): string => {
  const broader = concept.broader === null ? undefined : concepts.get(concept.broader)
  const entries = [
    entry('뜻 · definition', concept.definitionKo, concept.definitionEn),
    entry('계산식 · formula', concept.formula),
    entry('단위 · unit', concept.unit),
    entry('상위 · broader', broader === undefined ? null : `${broader.nameKo} · ${broader.nameEn}`),
    entry('같은 말 · synonyms', concept.synonyms.join(', ')),
    entry('다른 뜻일 수도 있는 말 · words with several meanings', concept.ambiguous.join(', ')),
    entry('코드 · code', concept.ref),
  ]
  return page(
    concept.nameKo,
    `<h1>${escaped(concept.nameKo)}</h1><p>${escaped(concept.nameEn)}</p><dl>${entries.join('')}${entry('판 · edition', edition)}</dl>`,
  )
}

/** For an id that the glossary does not have; it is not repeated. */
export const writeNoPreview = (): string => page('없음', '<h1>용어집에 없습니다</h1><p>The glossary in force has no such concept.</p>')
