package org.yagura.os;

/** All parts of the port, for the launcher alone; a tool's constructor takes only those parts that it uses. */
public interface Port {
    Files files();

    Descriptors descriptors();

    Processes processes();

    Signals signals();

    Poller poller();

    Watches watches();

    Clock clock();

    CalendarTime calendar();

    Identity identity();

    Limits limits();

    Exec exec();

    Bytes bytes();

    Mapping mapping();

    Sockets sockets();

    ProcessTitle processTitle();

    Terminal terminal();

    Expressions expressions();

    Memory memory();

    Succession succession();
}
