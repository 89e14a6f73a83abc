import { type CapReading, readCap } from '../../../src/intake/cap/cap.ts'
import type { CapAlert } from '../../../src/intake/cap/cap-alert.ts'
import type { XmlReader } from '../../../src/intake/cap/xml-reader.ts'

/** A flood in Bantul with everything that an alert may carry, written for these tests. */
export const FULL_ALERT = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>bpbd-bantul.2026.000123</identifier>
  <sender>pusdalops@bpbd-bantul.invalid</sender>
  <sent>2026-11-22T13:25:00+07:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <source>Pos pantau Kali Oyo</source>
  <scope>Public</scope>
  <code>kentongan-uji</code>
  <note>Air naik cepat</note>
  <incidents>oyo-2026 "jembatan lama"</incidents>
  <info>
    <language>id</language>
    <category>Met</category>
    <category>Safety</category>
    <event>Banjir</event>
    <responseType>Evacuate</responseType>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <audience>Warga bantaran</audience>
    <eventCode><valueName>BNPB</valueName><value>101</value></eventCode>
    <effective>2026-11-22T13:20:00+07:00</effective>
    <onset>2026-11-22T13:21:00+07:00</onset>
    <expires>2026-11-22T19:00:00+07:00</expires>
    <senderName>BPBD Bantul</senderName>
    <headline>Banjir Kali Oyo di Imogiri</headline>
    <description>Tinggi muka air di atas siaga satu.</description>
    <instruction>Pindah ke tempat tinggi.</instruction>
    <web>https://bpbd-bantul.invalid/oyo</web>
    <contact>Pusdalops</contact>
    <parameter><valueName>tinggi air</valueName><value>4,1 m</value></parameter>
    <resource>
      <resourceDesc>Foto jembatan</resourceDesc>
      <mimeType>image/png</mimeType>
      <size>8</size>
      <uri>https://bpbd-bantul.invalid/oyo.png</uri>
      <derefUri>iVBORw0KGgo=</derefUri>
      <digest>f1d2d2f924e986ac86fdf7b36c94bcdf32beec15</digest>
    </resource>
    <area>
      <areaDesc>Imogiri</areaDesc>
      <polygon>-7.90,110.37 -7.90,110.41 -7.95,110.41 -7.95,110.37 -7.90,110.37</polygon>
      <circle>-7.93,110.39 2.5</circle>
      <geocode><valueName>kemendagri</valueName><value>34.02.10.2004</value></geocode>
      <altitude>0</altitude>
      <ceiling>1000</ceiling>
    </area>
  </info>
</alert>
`

/** The text with one part put in place of another, which must be there. */
export const swap = (xml: string, from: string, to: string): string => {
  if (!xml.includes(from)) throw new RangeError(`the alert of the tests has no ${from}`)
  return xml.replace(from, () => to)
}

/** The alert of the tests after several changes. */
export const changed = (...changes: readonly (readonly [from: string, to: string])[]): string =>
  changes.reduce((xml, [from, to]) => swap(xml, from, to), FULL_ALERT)

/** Everything from one text up to another taken out, both with it. */
export const without = (xml: string, from: string, to: string): string => {
  const [at, end] = [xml.indexOf(from), xml.indexOf(to)]
  if (at < 0 || end < at) throw new RangeError(`the alert of the tests has no ${from} … ${to}`)
  return xml.slice(0, at) + xml.slice(end + to.length)
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Reads a text as a message would be read: XML first, then CAP. */
export const readText = async ({ readXml }: XmlReader, xml: string | Uint8Array): Promise<CapReading> => {
  const reading = await readXml(typeof xml === 'string' ? utf8(xml) : xml)
  return reading.kind === 'tree' ? readCap(reading.root) : reading
}

/** The alert in a text that must be valid. */
export const validAlert = async (reader: XmlReader, xml: string | Uint8Array): Promise<CapAlert> => {
  const reading = await readText(reader, xml)
  if (reading.kind === 'refused') throw new Error(`refused: ${JSON.stringify(reading.faults)}`)
  return reading.alert
}
