import { beforeAll, describe, expect, test } from 'vitest'
import type { Concept, Glossary } from '../../../schema/domain/terms/concept.js'
import { listConcepts } from '../../../schema/domain/terms/list-concepts.js'
import { conceptIri, skosTriples, type WordMatch } from '../../../schema/domain/terms/skos-triples.js'
import { writeJsonLd } from '../../../schema/domain/terms/write-json-ld.js'
import { writeTurtle } from '../../../schema/domain/terms/write-turtle.js'
import { readJsonLd, readTurtle } from '../../support/read-rdf.js'
import { standardPack } from '../../support/standard-pack.js'

const SKOS = 'http://www.w3.org/2004/02/skos/core#'

let glossary: Glossary
beforeAll(async () => {
  glossary = listConcepts(await standardPack())
})

const WORD: WordMatch = {
  center: 'busan',
  term: '0193c0de-0000-7000-8000-000000000001',
  label: '총콜수',
  unit: '건',
  ref: 'measure:calls_offered',
  predicate: 'exact',
  isConfirmed: true,
}

const turtleOf = (matches: readonly WordMatch[] = [], of = glossary) => readTurtle([...writeTurtle(skosTriples(of, matches))].join(''))
const jsonLdOf = (matches: readonly WordMatch[] = [], of = glossary) => readJsonLd([...writeJsonLd(skosTriples(of, matches))].join(''))

describe('concepts of the edition', () => {
  test('every measure, indicator, variant, slice with a word of its own and item is one, with its words', () => {
    expect(glossary.concepts.get('measure:calls_offered')).toMatchObject({
      kind: 'measure',
      code: 'calls_offered',
      nameKo: '인입호',
      nameEn: 'Calls offered',
      unit: 'calls',
      synonyms: expect.arrayContaining(['인입콜', 'Offered Call']),
      ambiguous: ['총인입호', '콜수'],
      broader: null,
    })
    expect(glossary.concepts.get('indicator:service_level#threshold_15s')).toMatchObject({
      kind: 'indicator',
      broader: 'indicator:service_level',
      synonyms: ['15초내 상담개시율'],
    })
    expect(glossary.concepts.get('measure:legal_actions@legal_action_type=police_complaint')).toMatchObject({
      broader: 'measure:legal_actions',
      synonyms: ['고소건수'],
    })
    expect(glossary.concepts.get('codelist:channel.voice')).toMatchObject({
      kind: 'codelist:channel',
      nameKo: '전화',
      broader: 'codelist:channel',
    })
  })

  test('what is narrower leads to a concept that is there', () => {
    const all = [...glossary.concepts.values()]
    expect(all.filter(({ broader }) => broader !== null && !glossary.concepts.has(broader))).toEqual([])
  })
})

describe('SKOS', () => {
  test('Turtle and JSON-LD say the same triples', () => {
    const statements = turtleOf([WORD])
    expect(statements.length).toBeGreaterThan(2_000)
    expect(jsonLdOf([WORD])).toEqual(statements)
  })

  test('a concept has one preferred label a language, and no label in two roles', () => {
    const labels = new Map<string, string[]>()
    for (const line of turtleOf()) {
      const [, subject = '', role = '', label = ''] = /^<(\S+)> <.*#(\w+Label)> (.*)$/.exec(line) ?? []
      if (subject !== '') labels.set(subject, [...(labels.get(subject) ?? []), `${role} ${label}`])
    }
    expect(labels.size).toBe(glossary.concepts.size)
    for (const [subject, said] of labels) {
      const counted = {
        subject,
        repeated: said.length - new Set(said.map(entry => entry.slice(entry.indexOf(' ')))).size,
        korean: said.filter(entry => /^prefLabel .*@ko$/.test(entry)).length,
        english: said.filter(entry => /^prefLabel .*@en$/.test(entry)).length,
      }
      expect(counted).toEqual({ subject, repeated: 0, korean: 1, english: 1 })
    }
  })

  test.each([
    ['exact', true, 'exactMatch'],
    ['exact', false, 'closeMatch'],
    ['close', true, 'closeMatch'],
    ['broad', true, 'broadMatch'],
    ['narrow', false, 'narrowMatch'],
    ['related', true, 'relatedMatch'],
  ] as const)('a word that is %s, confirmed by a steward: %s, goes out as %s', (predicate, isConfirmed, property) => {
    const matches = turtleOf([{ ...WORD, predicate, isConfirmed }]).filter(line => /#\w+Match>/.test(line))
    expect(matches).toEqual([`<urn:hub120:center:busan:term:${WORD.term}> <${SKOS}${property}> <${conceptIri('measure:calls_offered')}>`])
  })

  test('a scheme is named after its edition, and a concept keeps its name from edition to edition', () => {
    const next = turtleOf([], { ...glossary, edition: '2027.1' })
    expect(next).toContain(`<urn:hub120:glossary:2027.1> <http://www.w3.org/2002/07/owl#versionInfo> "2027.1"`)
    const subjectOf = (line: string) => line.split(' ')[0]
    expect(new Set(next.map(subjectOf))).toEqual(
      new Set(turtleOf().map(line => subjectOf(line)?.replace('urn:hub120:glossary:2026.1', 'urn:hub120:glossary:2027.1'))),
    )
  })

  test('no label ends its literal, and no code its name', () => {
    const evil: Concept = {
      ref: 'codelist:x.a>" .\n<urn:evil',
      kind: 'codelist:x',
      code: 'a"\\',
      nameKo: '"@ko .\n<urn:evil> a <urn:evil>, "\u0000\u0007',
      nameEn: "\\' ''' \t\r\n",
      definitionKo: null,
      definitionEn: null,
      unit: null,
      formula: null,
      synonyms: ['</script>', '\\u0022'],
      ambiguous: [],
      broader: null,
    }
    const of = { ...glossary, concepts: new Map([[evil.ref, evil]]) }
    const statements = turtleOf([], of)
    expect(jsonLdOf([], of)).toEqual(statements)
    expect(statements.some(line => line.startsWith('<urn:evil'))).toBe(false)
    expect(statements).toContain(`<${conceptIri(evil.ref)}> <${SKOS}prefLabel> ${JSON.stringify(evil.nameKo)}@ko`)
  })
})
