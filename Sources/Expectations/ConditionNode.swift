/// A condition as it was read.
indirect enum ConditionNode: Sendable {
    case and([ConditionNode])
    case or([ConditionNode])
    case not(ConditionNode)
    case test(ConditionTest)
}
