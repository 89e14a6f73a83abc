import { expect, test } from 'vitest'
import { type Certificate, certificatePage } from '../../src/wording/certificate.ts'
import { reportHtml } from '../../src/wording/report-html.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'

const ANI: Certificate = {
  number: 'KTG-7Q2M4-XKD92',
  name: 'Ani Wijaya',
  kind: 'anggota KSB',
  drillType: 'Pelatihan',
  siteName: 'KSB Mahameru',
  place: 'Watuagung, Kec. Tambak, Kab. Banyumas',
  heldOn: { long: 'Senin, 26 April 2027', short: '2027-04-26' },
  issuedOn: { long: 'Selasa, 27 April 2027', short: '2027-04-27' },
  office: 'Dinsos Kab. Banyumas',
  modules: [
    { title: { id: 'Pertolongan pertama', en: 'First aid' }, minutes: 120, validUntil: '2029-04-26' },
    { title: { id: 'Dapur umum', en: 'Field kitchen' }, minutes: 60, validUntil: null },
  ],
}

test('a certificate says in both languages who learned what, where, when and until when, and its number', () => {
  const text = reportMarkdown(certificatePage([ANI]))
  expect(text).toMatch(/^# Sertifikat latihan kesiapsiagaan \(Certificate of preparedness training\)\n/)
  expect(text).toContain('## Diberikan kepada Ani Wijaya (Awarded to Ani Wijaya)')
  expect(text).toContain(
    'Ani Wijaya, anggota KSB, telah mengikuti Pelatihan di KSB Mahameru, Watuagung, Kec. Tambak, Kab. Banyumas pada Senin, 26 April 2027.',
  )
  expect(text).toContain('took part in the drill or training (Pelatihan) at KSB Mahameru')
  expect(text).toContain('| Pertolongan pertama | First aid | 120 | 2029-04-26 |')
  expect(text).toContain('| Dapur umum | Field kitchen | 60 | seterusnya (for good) |')
  expect(text).toContain('| Nomor (number) | KTG-7Q2M4-XKD92 |')
  expect(text).toContain('| Tanggal terbit (issued on) | Selasa, 27 April 2027 (2027-04-27) |')
  expect(text).not.toContain('---\n\n##')
})

test('each certificate has a sheet of its own, and a name is no markup', () => {
  const html = reportHtml(certificatePage([ANI, { ...ANI, name: '<b>Budi</b>', place: null }]))
  expect(html.split('<hr class="s">')).toHaveLength(2)
  expect(html).toContain('&lt;b&gt;Budi&lt;/b&gt;, anggota KSB, telah mengikuti Pelatihan di KSB Mahameru pada')
  expect(html).toContain('<td class="w">')
})
