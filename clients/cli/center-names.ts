import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'

/** Centers by the short Korean names that files carry; used to find the development client of a file. A test compares the list with the edition. */
export const CENTER_CODES: Readonly<Record<string, string>> = {
  서울: 'seoul',
  부산: 'busan',
  대구: 'daegu',
  인천: 'incheon',
  광주: 'gwangju',
  대전: 'daejeon',
  울산: 'ulsan',
  세종: 'sejong',
  경기: 'gyeonggi',
  강원: 'gangwon',
  충북: 'chungbuk',
  충남: 'chungnam',
  전북: 'jeonbuk',
  전남: 'jeonnam',
  경북: 'gyeongbuk',
  경남: 'gyeongnam',
  제주: 'jeju',
}

/** Code of a center by its code or short Korean name; null where it is neither. */
export function centerCodeOf(name: string): string | null {
  const label = normalizeLabel(name)
  if (Object.values(CENTER_CODES).includes(label)) return label
  return Object.hasOwn(CENTER_CODES, label) ? (CENTER_CODES[label] ?? null) : null
}
