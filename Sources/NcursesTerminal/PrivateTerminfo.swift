/// A terminal description of our own, for terminals that understand what xterm does: true colour without the package
/// ncurses-term, and a screen where the machine has never heard of the terminal (`xterm-kitty` over SSH).
///
/// It holds only what all of these terminals have in common. A colour below 256 is one of the palette, any other is
/// true colour. (Without `RGB` ncurses would make a table of 16 million colours.) Made by `tic -x` and
/// `infocmp -x -Q2` from:
///
///     xterm-martlet|terminals that understand what xterm does and show true colour,
///         am, mir, msgr, xenl, AX, RGB,
///         colors#0x1000000, pairs#0x10000, cols#80, lines#24, it#8,
///         bel=^G, bold=\E[1m, dim=\E[2m, sitm=\E[3m, ritm=\E[23m, smul=\E[4m, rmul=\E[24m,
///         rev=\E[7m, smso=\E[7m, rmso=\E[27m, blink=\E[5m, sgr0=\E[m,
///         civis=\E[?25l, cnorm=\E[?25h, clear=\E[H\E[2J, cr=\r, home=\E[H,
///         cub=\E[%p1%dD, cub1=^H, cud=\E[%p1%dB, cud1=\n, cuf=\E[%p1%dC, cuf1=\E[C,
///         cuu=\E[%p1%dA, cuu1=\E[A, cup=\E[%i%p1%d;%p2%dH, hpa=\E[%i%p1%dG, vpa=\E[%i%p1%dd,
///         el=\E[K, el1=\E[1K, ed=\E[J, ind=\n, op=\E[39;49m,
///         setaf=\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e%p1%{256}%<%t38;5;%p1%d%e38;2;%p1%{65536}%/%\
///             d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
///         setab=\E[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e%p1%{256}%<%t48;5;%p1%d%e48;2;%p1%{65536}%/\
///             %d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
///         sgr=\E[0%?%p6%t;1%;%?%p5%t;2%;%?%p2%t;4%;%?%p1%p3%|%t;7%;%?%p4%t;5%;m,
///         smam=\E[?7h, rmam=\E[?7l, smcup=\E[?1049h, rmcup=\E[?1049l, smkx=\E[?1h\E=, rmkx=\E[?1l\E>,
enum PrivateTerminfo {
    /// The name of the type.
    static let type = "xterm-martlet"

    /// What `TERMINFO` is set to while ncurses looks for the type.
    static let entry = """
        b64:HgJNAA8ADwBpAUICeHRlcm0tbWFydGxldHx0ZXJtaW5hbHMgdGhhdCB1bmRlcnN0YW5kIHdoYXQgeHRlcm0gZG9lcyBhbmQg\
        c2hvdyB0cnVlIGNvbG91cgAAAQAAAQAAAAAAAAAAAQFQAAAACAAAABgAAAD_________________________________________\
        ____________AAAAAQAAAQD__wAAAgD_____BAAMABAAFAD__x8AMAAyADYAPQD__z8ARgD__0oA________________TgBTAFgA\
        __9hAP_______2YAawBwAP____91AHkA_____4IAiAD_________________________________________________________\
        _________________________________________________________44AlgD_____________________________________\
        ________ngD_______-nALAA__-5AP_______________________________8IA___NAP__zwD_________________________\
        _________________________xABFgH_____________________________________________________________________\
        ____________________________________________________________________________________________________\
        ____________________________________________________________________________________________________\
        ________________________________________HAH_________________________________________________________\
        ______________8hAf__________________________________KgH_______________________8vAf__________________\
        ________________________________________________________________________________NQG7AQcADQAbW0gbWzJK\
        ABtbSwAbW0oAG1slaSVwMSVkRwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbPzI1aAAbW0MAG1tBABtbNW0AG1sx\
        bQAbWz8xMDQ5aAAbWzJtABtbN20AG1s3bQAbWzRtABtbbQAbWz8xMDQ5bAAbWzI3bQAbWzI0bQAbWz8xbBs-ABtbPzFoGz0AG1sl\
        cDElZEIAG1slcDElZEQAG1slcDElZEMAG1slcDElZEEAG1slaSVwMSVkZAAKABtbMCU_JXA2JXQ7MSU7JT8lcDUldDsyJTslPyVw\
        MiV0OzQlOyU_JXAxJXAzJXwldDs3JTslPyVwNCV0OzUlO20AG1s_N2gAG1s_N2wAG1sxSwAbWzM5OzQ5bQAbWzNtABtbMjNtABtb\
        JT8lcDElezh9JTwldDMlcDElZCVlJXAxJXsxNn0lPCV0OSVwMSV7OH0lLSVkJWUlcDElezI1Nn0lPCV0Mzg7NTslcDElZCVlMzg7\
        MjslcDElezY1NTM2fSUvJWQ7JXAxJXsyNTZ9JS8lezI1NX0lJiVkOyVwMSV7MjU1fSUmJWQlO20AG1slPyVwMSV7OH0lPCV0NCVw\
        MSVkJWUlcDElezE2fSU8JXQxMCVwMSV7OH0lLSVkJWUlcDElezI1Nn0lPCV0NDg7NTslcDElZCVlNDg7MjslcDElezY1NTM2fSUv\
        JWQ7JXAxJXsyNTZ9JS8lezI1NX0lJiVkOyVwMSV7MjU1fSUmJWQlO20AAgAAAAAAAgAHAAEBAAADAEFYAFJHQgA=
        """
}
