package import Text

/// The words at the two ends of an axis of time.
package enum ChartAxis {
    /// What stands at the start and at the end of an axis of so many columns.
    package static func words(_ start: Moment, _ end: Moment, width: Int) -> (start: String, end: String) {
        let span = end - start
        // Over half a day a column is minutes wide: seconds would say what cannot be seen.
        if span <= 12 * 3_600_000_000 { return (Figures.clock(start), Figures.clock(end)) }
        if span <= 24 * 3_600_000_000 { return (Figures.minute(start), Figures.minute(end)) }
        // Over more than a day an hour may be of any of them.
        func words(_ moment: Moment) -> String {
            let text = Figures.date(moment).prefix("2026-11-24 12:31".count)
            // Where there is little room the year is known.
            return String(width > 2 * text.count ? text : text.dropFirst("2026-".count))
        }
        return (words(start), words(end))
    }
}
