import type { Region } from './center.js'

/**
 * Regions that a word means: by administrative code, by ISO 3166-2 code, by name, or as people call them (부산, 부산시, 경남, 제주도). The two code systems are
 * never joined on equal digits: 50 is Jeju, KR-50 is Sejong. Empty where nobody knows the word. Regions that have ended are among them.
 */
export function regionsNamed(word: string, regions: ReadonlyMap<string, Region>): readonly Region[] {
  const text = word.normalize('NFC').trim()
  return [...regions.values()].filter(
    ({ code, iso, nameKo }) => code === text || iso === text || nameKo === text || calledAs(nameKo).includes(text),
  )
}

const SHORT_PROVINCE = /^(?<first>\p{L})\p{L}(?<half>[남북])도$/u
const KIND_OF_REGION = /(?:통합특별|특별자치|특별|광역)?(?<ending>[시도])$/u
/** There is a 광주시 in 경기도 as well; an alarm does not guess between them. */
const OF_TWO_PLACES: ReadonlySet<string> = new Set(['광주시'])

/** What people say in place of a name: 부산광역시 is 부산 and 부산시, 경상남도 is 경남, 전북특별자치도 is 전북 and 전북도. */
function calledAs(nameKo: string): readonly string[] {
  const province = SHORT_PROVINCE.exec(nameKo)?.groups
  if (province !== undefined) return [`${province['first']}${province['half']}`, `${province['first']}${province['half']}도`]
  const ending = KIND_OF_REGION.exec(nameKo)?.groups?.['ending']
  if (ending === undefined) return []
  const short = nameKo.replace(KIND_OF_REGION, '')
  // A city of two former regions is called after the second of them: 전남광주통합특별시 is 광주특별시.
  const united = nameKo.endsWith('통합특별시') ? [`${short.slice(-2)}특별시`] : []
  return [short, `${short}${ending}`, ...united].filter(name => !OF_TWO_PLACES.has(name))
}
