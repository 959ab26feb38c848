import App
import ArgumentParser
import Scripts

/// `martlet doctor`: what martlet finds of the machine, for whoever wonders and for reports of faults.
struct DoctorVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what martlet finds here: terminal, keys, files, TLS, programs, brokers",
        discussion: """
            One line for each thing: ok, note (it works, but), problem (it does not work, and what to do). Exit 1 when there is
            a problem. No secrets are printed: the lines may go into a report.

            It opens connections to this machine only, to the ports where brokers usually listen.
            """,
        helpNames: helpNames)

    @OptionGroup var profile: ProfileOptions

    func run() throws {
        var doctor = Doctor()
        doctor.lookAtSystem()
        doctor.lookAtTerminal()
        doctor.lookAtProfile(profile)
        doctor.lookAtFolders()
        doctor.lookAtNetwork()
        doctor.lookAtPrograms()
        for answer in try Script.wait({ await LoopbackBrokers.ask() }) { doctor.note(answer) }
        doctor.endBrokers()
        try OutputDescriptor.standard.print(doctor.report)
        if doctor.hasProblem { throw ExitCode(1) }
    }
}
