/*
 * How strongly a quake of a magnitude is felt at a distance: Allen, T. I., Wald, D. J. & Worden, C. B. (2012), Intensity
 * attenuation for active crustal regions, Journal of Seismology 16, 409-433, doi:10.1007/s10950-012-9278-7; the form for
 * hypocentral distance, which its authors made for the first minutes, when nobody knows the fault yet.
 *
 * Fitted to crustal quakes of moment magnitude 5.0 to 7.9 within 300 km, on ground between rock and firm soil, from
 * MMI II up. Half of all places feel more than it says: its standard deviation is 0.8 to 1.2 degrees of MMI. It knows
 * nothing of the direction of a rupture, of soft soil or of the slab below Sumatra and Java, whose deep quakes reach
 * farther than it says.
 */
const CONSTANT = 2.085
const PER_MAGNITUDE = 1.428
const PER_LOG_DISTANCE = -1.402
const FAR = { fromKm: 50, perLog: 0.078 } as const
/** The size of the source, which keeps nearby shaking from growing without bound: -0.209 + 2.042 e^(M - 5) km. */
const SOURCE_KM = { constant: -0.209, factor: 2.042 } as const

/** What it was fitted to. */
const FITTED = { leastMagnitude: 5, mostMagnitude: 7.9, withinKm: 300, deepestKm: 50 } as const

// Beyond these the formula turns round: near a tiny source and far from a giant one it would grow the wrong way. No
// quake was ever above 9.5, and depths above 5 km are not resolved in the first minutes.
const MOST_MAGNITUDE = 9.5
const LEAST_DEPTH_KM = 5

/** No circle of ours is wider. */
const MOST_KM = 500

/**
 * The median intensity (MMI) at a hypocentral distance in km, of a quake of a moment magnitude. Magnitudes above 9.5 are
 * taken for 9.5 and distances below 5 km for 5; then it grows with the magnitude and falls with the distance.
 */
export const intensityAt = (magnitude: number, hypocentralKm: number): number => {
  const sized = Math.min(MOST_MAGNITUDE, magnitude)
  const km = Math.max(LEAST_DEPTH_KM, hypocentralKm)
  const sourceKm = SOURCE_KM.constant + SOURCE_KM.factor * Math.exp(sized - 5)
  const near = CONSTANT + PER_MAGNITUDE * sized + PER_LOG_DISTANCE * Math.log(Math.hypot(km, sourceKm))
  return km > FAR.fromKm ? near + FAR.perLog * Math.log(km / FAR.fromKm) : near
}

// Half a metre in 500 km.
const HALVINGS = 20

/**
 * How far from the epicentre, in km, a quake shakes with at least `mmi`: 0 where it does so nowhere, at most 500. Never
 * less for a larger magnitude, never more for a deeper one.
 */
export const reachOfIntensity = (mmi: number, magnitude: number, depthKm: number): number => {
  const isFelt = (km: number): boolean =>
    intensityAt(magnitude, Math.hypot(km, Math.max(LEAST_DEPTH_KM, depthKm))) >= mmi
  if (!isFelt(0)) return 0
  if (isFelt(MOST_KM)) return MOST_KM
  let [inside, outside] = [0, MOST_KM]
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (inside + outside) / 2
    if (isFelt(middle)) inside = middle
    else outside = middle
  }
  return inside
}

/** Why the formula says less than usual about a quake that is felt so far; undefined where it was made for it. */
export const beyondFit = (magnitude: number, depthKm: number, reachKm: number): string | undefined => {
  if (magnitude < FITTED.leastMagnitude || magnitude > FITTED.mostMagnitude)
    return `magnitude ${magnitude} lies outside the ${FITTED.leastMagnitude} to ${FITTED.mostMagnitude} that the intensity formula was fitted to`
  if (depthKm > FITTED.deepestKm)
    return `depth ${depthKm} km: the intensity formula was fitted to crustal quakes, and deep ones may be felt farther`
  if (reachKm > FITTED.withinKm) return `the intensity formula was fitted within ${FITTED.withinKm} km`
  return undefined
}
