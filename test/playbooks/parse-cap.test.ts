import { expect, it } from 'vitest'
import { parseCap } from '../../api/playbooks/parse-cap.js'
import { renderCap } from '../../api/playbooks/render-cap.js'
import { SAMPLE_MESSAGE } from '../support/sample-message.js'

const read = (text: string) => parseCap(Buffer.from(text, 'utf8'))
const NAMESPACE = 'xmlns:c="urn:oasis:names:tc:emergency:cap:1.2"'

const FOREIGN = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="x.xsl"?>
<!-- an alert of a weather office -->
<c:alert ${NAMESPACE}>
  <c:identifier>KMA-2026-011</c:identifier><c:sender>kma.go.kr</c:sender><c:sent>2026-11-21T17:30:00+09:00</c:sent>
  <c:status>Actual</c:status><c:msgType>Alert</c:msgType><c:scope>Public</c:scope><c:code>profile:KR</c:code>
  <c:info><c:language>en-US</c:language><c:category>Met</c:category><c:event>Volcanic ash</c:event>
    <c:urgency>Immediate</c:urgency><c:severity>Unknown</c:severity><c:certainty>Observed</c:certainty><c:headline>Ash</c:headline></c:info>
  <c:info><c:language>ko-KR</c:language><c:category>Met</c:category><c:event>화산재</c:event>
    <c:urgency>Immediate</c:urgency><c:severity>Severe</c:severity><c:certainty>Observed</c:certainty>
    <c:headline>화산재 &amp; &#44053;&#54413; <![CDATA[<주의>]]></c:headline>
    <c:area><c:areaDesc>강원특별자치도 동해시</c:areaDesc></c:area>
    <c:area><c:areaDesc>울산</c:areaDesc><c:geocode><c:valueName>ISO3166-2</c:valueName><c:value>KR-31</c:value></c:geocode></c:area></c:info>
</c:alert>`

it('our own CAP document reads back as evidence of the same hazard, level and areas', () => {
  expect(read(renderCap(SAMPLE_MESSAGE, { sender: 'hub@council.example', web: null }))).toMatchObject({
    ok: true,
    value: {
      source: 'CAP',
      sourceId: SAMPLE_MESSAGE.messageId,
      sender: 'hub@council.example',
      sentAt: '2026-11-21T18:00:00+09:00',
      status: 'ACTUAL',
      hazard: 'typhoon',
      areas: [
        { word: '부산광역시', region: '26' },
        { word: '울산광역시', region: '31' },
      ],
      suggestedLevel: 'serious',
    },
  })
})

it('the Korean part of a foreign alert is read, a hazard that nobody knows kept as its word', () => {
  expect(read(FOREIGN)).toEqual({
    ok: true,
    value: {
      source: 'CAP',
      sourceId: 'KMA-2026-011',
      sender: 'kma.go.kr',
      sentAt: '2026-11-21T17:30:00+09:00',
      status: 'ACTUAL',
      hazard: null,
      hazardWord: '화산재',
      areas: [
        { word: '강원특별자치도 동해시', region: '강원특별자치도' },
        { word: '울산', region: 'KR-31' },
      ],
      suggestedLevel: 'alert',
      levelWord: 'Severe',
      text: '화산재 & 강풍 <주의>',
      unknown: { msgType: 'Alert', scope: 'Public', code: 'profile:KR' },
    },
  })
})

it.each([
  ['nothing', ''],
  ['text', 'Typhoon!'],
  ['a page', '<html><body>alert urn:oasis:names:tc:emergency:cap:1.2</body></html>'],
  ['another vocabulary', '<alert xmlns="urn:x"><identifier>1</identifier></alert>'],
  ['CAP without an identifier', `<c:alert ${NAMESPACE}><c:sender>x</c:sender></c:alert>`],
  ['an identifier with elements in it', `<c:alert ${NAMESPACE}><c:identifier><c:x>1</c:x></c:identifier></c:alert>`],
  ['a document type', `<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">${FOREIGN}`],
  ['entities that laugh', FOREIGN.replace('<!-- an', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><!-- an')],
  ['an external entity', FOREIGN.replace('<!-- an', '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><!-- an')],
  ['a document type in small letters', FOREIGN.replace('<!-- an', '<!doctype l><!-- an')],
  ['a document that is cut off', FOREIGN.slice(0, -20)],
  ['tags that cross', FOREIGN.replace('</c:sender>', '</c:sent>')],
  ['another encoding', FOREIGN.replace('UTF-8', 'EUC-KR')],
  ['a name of JavaScript', `<c:alert ${NAMESPACE}><c:identifier>1</c:identifier><__proto__>1</__proto__></c:alert>`],
  ['depth', `<c:alert ${NAMESPACE}><c:identifier>1</c:identifier>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</c:alert>`],
  ['more than 256 KB', FOREIGN.replace('<!-- an', `<!-- ${'x'.repeat(256 * 1024)}`)],
])('%s is refused', (_, text) => {
  const outcome = read(text)
  expect(outcome.ok ? [] : outcome.issues.map(({ code }) => code)).toEqual(['EVIDENCE_UNREADABLE'])
})

it('bytes that are no UTF-8 are refused', () => {
  expect(parseCap(Buffer.concat([Buffer.from(FOREIGN), Buffer.from([0xc3, 0x28])])).ok).toBe(false)
})

it('hostile documents of 256 KB are settled at once', () => {
  const startedAt = performance.now()
  for (const filling of ['<!--', '<', '<?', ' ', '&#x41;', '<a ', '<a>']) {
    parseCap(Buffer.from(`<c:alert ${NAMESPACE}>${filling.repeat(Math.floor(250_000 / filling.length))}`))
    parseCap(Buffer.from(filling.repeat(Math.floor(250_000 / filling.length))))
  }
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
