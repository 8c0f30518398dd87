/** Formats of a file of figures (docs/exports.md). */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'sdmx-csv', 'json-stat'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** How a file is to be written. */
export type ExportOptions = {
  readonly format: ExportFormat
  /** CSV only: begins with a byte order mark, without which Excel misreads Hangul. True without it. */
  readonly bom?: boolean
  /** CSV only: begins with lines of definitions and coverage, each after `# `. True without it. */
  readonly header?: boolean
}

/** A file on its way. `pieces` can be read once, and must be read or returned; they end with a HubFault where the file is cut off. */
export type ExportedFile = { readonly fileName: string | null; readonly pieces: AsyncGenerator<Uint8Array, void, undefined> }
