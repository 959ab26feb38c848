import Text
import Topics

@testable import Model

/// Surveys taken whole at once.
extension Workspace {
    func lossesOfClearing(_ topics: [String]) -> RetainedLosses {
        var survey = ClearingSurvey(of: topics)
        while !advance(&survey, until: .now) {}
        return survey.losses
    }

    func restorable(now: Moment) -> (sure: [RetainedSweep.Item], unsure: [RetainedSweep.Item]) {
        var survey = RestoringSurvey()
        while !advance(&survey, now: now, until: .now) {}
        return (survey.sure, survey.unsure)
    }
}

extension RetainedUndo {
    /// What was cleared and is not back; of a topic what was cleared last.
    var items: [RetainedSweep.Item] { (0..<end).compactMap { item(at: $0) } }
}

extension RetainedList {
    /// The topics that can be cleared, by name.
    var clearable: [String] { (0..<count).compactMap { clearableTopic(at: $0) } }
}
