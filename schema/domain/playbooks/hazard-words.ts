/** Words of public disaster messages by the edition's hazard they tell of. Others (안개, 건조, 금융, 교통통제 …) lead to none and are kept as words. */
export const HAZARD_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    typhoon: ['태풍', 'typhoon', 'tropical cyclone'],
    heavy_rain: ['호우', 'heavy rain'],
    flood: ['홍수', '침수', 'flood', 'flash flood'],
    strong_wind: ['강풍', '풍랑', 'strong wind', 'high wind'],
    heavy_snow: ['대설', 'heavy snow', 'snow'],
    cold_wave: ['한파', 'cold wave'],
    heat_wave: ['폭염', 'heat wave', 'heatwave'],
    drought: ['가뭄', 'drought'],
    earthquake: ['지진', '지진해일', 'earthquake', 'tsunami'],
    landslide: ['산사태', 'landslide'],
    lightning: ['낙뢰', 'lightning'],
    yellow_dust: ['황사', 'yellow dust'],
    fine_dust: ['미세먼지', 'fine dust'],
    wildfire: ['산불', 'wildfire'],
    fire_explosion: ['화재', '폭발', 'fire', 'explosion'],
    collapse_sinkhole: ['붕괴', 'collapse'],
    crowd_crush: ['다중운집인파', '다중운집인파사고'],
    transport_accident: ['교통사고', '교통'],
    utility_outage: ['정전', '수도', '통신', '에너지', 'power outage'],
    infectious_disease: ['전염병', '감염병', 'infectious disease'],
    animal_disease: ['가축질병', 'ai', '가축전염병'],
    chemical_pollution: ['환경오염사고', '화생방사고'],
    civil_defence: ['민방공', '민방위'],
    other: ['기타'],
  }),
)

const BY_WORD = new Map([...HAZARD_WORDS].flatMap(([hazard, words]) => words.map(word => [word, hazard] as const)))

/** The edition's hazard that a word of a public message tells of; null for any other. */
export const hazardOfWord = (word: string): string | null => BY_WORD.get(word.normalize('NFC').trim().toLowerCase()) ?? null

type NamedHazards = ReadonlyMap<string, { readonly nameKo: string; readonly nameEn: string }>

/**
 * The edition's code of a hazard, however a coordinator calls it: by code, by name or by a word of public messages (태풍, typhoon). What nobody knows stays
 * the word that it is.
 */
export function hazardCodeOf(word: string, hazards: NamedHazards): string {
  const text = word.normalize('NFKC').trim()
  if (hazards.has(text.toLowerCase())) return text.toLowerCase()
  const named = [...hazards].find(([, { nameKo, nameEn }]) => nameKo === text || nameEn.toLowerCase() === text.toLowerCase())
  const told = hazardOfWord(text)
  return named?.[0] ?? (told !== null && hazards.has(told) ? told : word)
}
