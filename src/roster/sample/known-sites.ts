/** A KSB that the news has named, by the code of its village, or of its kecamatan where no village was given. */
export interface KnownSite {
  readonly code: string
  /** Its own name, where it has one besides the village's. */
  readonly ownName?: string
}

const villages = (district: string, ...numbers: readonly string[]): readonly KnownSite[] =>
  numbers.map((number) => ({ code: `${district}.${number}` }))

/**
 * Thirty-four Kampung Siaga Bencana whose names are public: eighteen of Jakarta Utara (Antara, 2021), the others from
 * Kemensos, Banyumas, Sleman, Jakarta Barat and Kompas releases of 2018 to 2024. Only the names are theirs: people,
 * positions and dates in the sample are invented. Desa come first, so that a small register has Pendamping Desa nearby.
 */
export const KNOWN_SITES: readonly KnownSite[] = [
  ...villages('34.02.10', '2004'),
  { code: '33.02.08.2012', ownName: 'Mahameru' },
  ...villages('34.04.14', '2003'),
  ...villages('34.04.17', '2005'),
  ...villages('34.04.11', '2002'),
  ...villages('35.07.03', '2005'),
  ...villages('35.07.29', '2007'),
  ...villages('35.07.01', '2002'),
  ...villages('35.07.30', '2013'),
  ...villages('33.72.01', '1001'),
  { code: '32.18.01' },
  { code: '32.18.10' },
  { code: '32.11.20' },
  { code: '32.11.14' },
  ...villages('31.72.01', '1001', '1002', '1003', '1004', '1005'),
  ...villages('31.72.02', '1001', '1004', '1007'),
  ...villages('31.72.03', '1005'),
  ...villages('31.72.04', '1002', '1003', '1005', '1006', '1007'),
  ...villages('31.72.05', '1001', '1002', '1003'),
  ...villages('31.72.06', '1002'),
  { code: '31.74.04.1005', ownName: 'Petir Peduli' },
  ...villages('31.73.06', '1002'),
]
