import type { Figure, FigureItem } from '../../schema/domain/figures/figure.js'
import type { FigurePlace } from '../../schema/domain/figures/summarize-figures.js'
import type { FiguresExport } from '../operations/export-figures.js'

/** What a file is written from: the figures, and the question in the words in which it was put. */
export type ExportBook = FiguresExport & { readonly asked: string }

/** A file as it is written, piece by piece; no piece holds more than a batch of figures. */
export type FilePieces = AsyncGenerator<string | Buffer, void, undefined>

type Names = { readonly nameKo: string; readonly nameEn: string }

const TOGETHER: Names = { nameKo: '합산', nameEn: 'Together' }
const UNNAMED: Names = { nameKo: '', nameEn: '' }

/** Names of the center or region of a figure. */
export const placeNames = ({ standards }: ExportBook, { center, region }: FigurePlace): Names => {
  if (region !== null) return standards.regions.get(region) ?? UNNAMED
  return center === null ? TOGETHER : (standards.centers.get(center) ?? UNNAMED)
}

/** Names of an item of a dimension; empty for one that fits its codelist and is not listed. */
export const itemNames = ({ standards }: ExportBook, { dimension, item }: FigureItem): Names =>
  standards.edition.codelists.get(dimension)?.items.get(item) ?? UNNAMED

/** Item of a figure in a dimension grouped by; null where nothing was there to group. */
export const itemOf = ({ dimensions }: Figure, dimension: string): string | null =>
  dimensions.find(one => one.dimension === dimension)?.item ?? null
