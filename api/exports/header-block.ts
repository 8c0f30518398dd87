import { MARK_SENTENCES, qualitySentence, REASON_SENTENCES } from '../../schema/domain/figures/describe-reasons.js'
import { reasonsIn } from '../../schema/domain/figures/summarize-figures.js'
import type { ExportBook } from './export-book.js'

/** One table of what a file says of itself, in cells of text. */
export type HeaderTable = {
  readonly titleKo: string
  readonly titleEn: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const TITLE = { ko: '광역 120 콜센터 협의체 통계', en: 'Statistics of the council of 120 call centers' } as const

const about = ({ edition, asOf, asked }: ExportBook): HeaderTable => ({
  titleKo: TITLE.ko,
  titleEn: TITLE.en,
  columns: ['what', 'text'],
  rows: [
    ['edition', edition],
    ['asOf', asOf],
    ['question', asked],
  ],
})

const indicators = ({ indicators: notes }: ExportBook): HeaderTable => ({
  titleKo: '지표',
  titleEn: 'Indicators',
  columns: ['code', 'name_ko', 'name_en', 'unit', 'scale', 'note_ko', 'note_en'],
  rows: notes.map(({ code, nameKo, nameEn, unit, scale, noteKo, noteEn }) => [code, nameKo, nameEn, unit, String(scale), noteKo, noteEn]),
})

const versions = ({ indicators: notes, summary }: ExportBook): HeaderTable => ({
  titleKo: '산식과 판',
  titleEn: 'Formulas and versions',
  columns: ['code', 'version', 'formula', 'from', 'to', 'status', 'used_from', 'used_to', 'factor', 'why_ko', 'why_en'],
  rows: notes.flatMap(note => [
    ...note.versions.map(({ version, formulaText, effectiveFrom, effectiveTo, status, whyKo, whyEn }) => {
      const used = summary.used.find(one => one.code === note.code && one.variant === null && one.version === version)
      const days = [used?.from ?? '', used?.to ?? '', used?.factor ?? '']
      return [note.code, version, formulaText, effectiveFrom, effectiveTo ?? '', status, ...days, whyKo ?? '', whyEn ?? '']
    }),
    ...note.variants.map(({ variant, formulaText, whyKo, whyEn }) => {
      const used = summary.used.find(one => one.code === note.code && one.variant === variant)
      return [note.code, variant, formulaText, '', '', 'variant', used?.from ?? '', used?.to ?? '', used?.factor ?? '', whyKo, whyEn]
    }),
  ]),
})

const measures = ({ measures: notes }: ExportBook): HeaderTable => ({
  titleKo: '기초 항목',
  titleEn: 'Measures',
  columns: ['code', 'name_ko', 'name_en', 'unit', 'frequency', 'from', 'definition_ko', 'definition_en'],
  rows: notes.map(note => [
    note.code,
    note.nameKo,
    note.nameEn,
    note.unit,
    note.frequency,
    note.effectiveFrom,
    note.definitionKo,
    note.definitionEn,
  ]),
})

const total = ({ summary: { figures, withoutValue, coverage } }: ExportBook): HeaderTable => ({
  titleKo: '범위(값마다 센 칸을 모두 더함)',
  titleEn: 'Coverage (cells added over all figures)',
  columns: ['figures', 'without_value', 'cells_in', 'cells_expected', 'extra'],
  rows: [[figures, withoutValue, coverage.cellsIn, coverage.cellsExpected, coverage.extra].map(String)],
})

const gaps = ({ summary }: ExportBook): HeaderTable => ({
  titleKo: '빠진 칸의 까닭',
  titleEn: 'Cells left out by reason',
  columns: ['reason', 'period_type', 'cells', 'from', 'to', 'centers'],
  rows: summary.gaps.map(({ reason, periodType, cells, from, to, centers }) => [
    reason,
    periodType,
    String(cells),
    from,
    to,
    centers.join(' '),
  ]),
})

const meanings = ({ summary, standards }: ExportBook): HeaderTable => ({
  titleKo: '까닭과 표시의 뜻',
  titleEn: 'What reasons and marks mean',
  columns: ['word', 'figures', 'meaning_ko', 'meaning_en'],
  rows: [
    ...reasonsIn(summary).map(reason => [
      reason,
      String(summary.reasons.get(reason) ?? 0),
      REASON_SENTENCES[reason].ko,
      REASON_SENTENCES[reason].en,
    ]),
    ...[...summary.marks].map(([mark, figures]) => [mark, String(figures), MARK_SENTENCES[mark].ko, MARK_SENTENCES[mark].en]),
    ...[...summary.qualities].map(([quality, figures]) => {
      const { ko, en } = qualitySentence(standards.edition, quality)
      return [quality, String(figures), ko, en]
    }),
  ],
})

/** What the figures mean: title, edition, instant and question, then every definition with its versions. */
export const definitionTables = (book: ExportBook): readonly HeaderTable[] => [
  about(book),
  indicators(book),
  versions(book),
  measures(book),
]

/** What the figures rest on, in total and by reason, and what reasons and marks mean. */
export const coverageTables = (book: ExportBook): readonly HeaderTable[] => [total(book), gaps(book), meanings(book)]
