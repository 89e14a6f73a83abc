import type { AfterAction, CurvePoint } from './after-action-figures.ts'
import { kindName, spanWords } from './after-action-words.ts'
import { heading, paragraph, type ReportBlock, table } from './report-page.ts'

/** Lines of the table on paper, and steps of the picture; JSON has all. */
const MOST_ROWS = 24
const MOST_STEPS = 400

/** The first, the last, and so many between them at even distances. */
const thinned = (points: readonly CurvePoint[], most: number): readonly CurvePoint[] => {
  if (points.length <= most) return points
  const last = points.length - 1
  return points.filter(
    (_, at) => at === last || Math.floor((at * (most - 1)) / last) !== Math.floor(((at - 1) * (most - 1)) / last),
  )
}

/** When how many had said that they come: a picture and a table for each kind of the need. */
export const curveBlocks = ({
  provisional,
  figures: { curve: points, need, spans },
}: AfterAction): readonly ReportBlock[] => [
  heading('3. Kurva kuorum', 'Quorum curve'),
  paragraph(
    spans.toQuorum === null
      ? `Kebutuhan ${provisional ? 'belum' : 'tidak pernah'} terpenuhi menurut jawaban yang masuk.`
      : `Kebutuhan pertama kali terpenuhi setelah ${spanWords(spans.toQuorum)}.`,
  ),
  paragraph('Dihitung: yang sudah mengatakan datang, termasuk yang kemudian dipulangkan.'),
  ...need.map(
    ({ kind, need: wanted }): ReportBlock => ({
      kind: 'steps',
      label: `${kindName(kind)}: mengatakan datang, dari ${wanted} yang dibutuhkan`,
      points: thinned(points, MOST_STEPS).map(({ seconds, coming }) => ({ seconds, heads: coming[kind] ?? 0 })),
      wanted,
      span: spanWords(points.at(-1)?.seconds ?? null),
    }),
  ),
  table(
    ['Sejak dibuka', ...need.map(({ kind, need: wanted }) => `${kindName(kind)} (butuh ${wanted})`), 'Kurang'],
    thinned(points, MOST_ROWS).map(({ seconds, coming, short }) => [
      spanWords(seconds),
      ...need.map(({ kind }) => String(coming[kind] ?? 0)),
      String(short),
    ]),
  ),
]
