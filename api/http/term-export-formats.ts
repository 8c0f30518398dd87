import { skosTriples } from '../../schema/domain/terms/skos-triples.js'
import { writeSssom } from '../../schema/domain/terms/sssom/write-sssom.js'
import { writeJsonLd } from '../../schema/domain/terms/write-json-ld.js'
import { writeTurtle } from '../../schema/domain/terms/write-turtle.js'
import type { TermsExport } from '../operations/export-terms.js'

/** One format of the glossary: how it is called, named and written. */
export type TermExportFormat = {
  readonly contentType: string
  readonly extension: string
  readonly write: (terms: TermsExport) => string
}

/** The formats by the last part of their address, `/export/skos-turtle`. */
export const TERM_EXPORT_FORMATS: Readonly<Record<'skos-turtle' | 'skos-jsonld' | 'sssom', TermExportFormat>> = {
  'skos-turtle': {
    contentType: 'text/turtle; charset=utf-8',
    extension: 'ttl',
    write: ({ glossary, matches }) => [...writeTurtle(skosTriples(glossary, matches))].join(''),
  },
  'skos-jsonld': {
    contentType: 'application/ld+json; charset=utf-8',
    extension: 'jsonld',
    write: ({ glossary, matches }) => [...writeJsonLd(skosTriples(glossary, matches))].join(''),
  },
  sssom: {
    contentType: 'text/tab-separated-values; charset=utf-8',
    extension: 'sssom.tsv',
    write: ({ glossary, mappings, at }) => [...writeSssom(mappings, glossary, at)].join(''),
  },
}
