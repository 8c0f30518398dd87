import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema, parse, specifiedRules, validate } from 'graphql'
import { expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'

const pages = ['README.md', ...(await readdir(join(projectRoot, 'docs'))).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)]
const schema = buildSchema(await readFile(join(projectRoot, 'schema/hub.graphql'), 'utf8'), { assumeValidSDL: true })

/** A page may show a field by itself. */
const wholeOf = (text: string): string => (/^\s*(?:\{|query|mutation|subscription)/u.test(text) ? text : `{ ${text} }`)

it('every GraphQL example in the documents is one that the hub takes', async () => {
  const found = await Promise.all(
    pages.map(async page => {
      const blocks = (await readFile(join(projectRoot, page), 'utf8')).matchAll(/^```graphql\n(.*?)^```$/gmsu)
      return [...blocks].map(([, text = '']) => ({ page, text }))
    }),
  )
  const faults = found
    .flat()
    .flatMap(({ page, text }) => validate(schema, parse(wholeOf(text)), specifiedRules).map(({ message }) => `${page}: ${message}`))
  expect(faults).toEqual([])
  // Each way of the coordinator is there; a page that lost its fences would prove nothing.
  expect(found.flat().filter(({ page }) => page === 'docs/emergency.md').length).toBeGreaterThan(5)
})
