/** Formats and decisions: pure Java without I/O, clock or dependencies. */
module org.yagura.core {
    requires static transitive org.jspecify;

    exports org.yagura.core.account;
    exports org.yagura.core.adding;
    exports org.yagura.core.adopt;
    exports org.yagura.core.checking;
    exports org.yagura.core.control;
    exports org.yagura.core.dns;
    exports org.yagura.core.env;
    exports org.yagura.core.init;
    exports org.yagura.core.events;
    exports org.yagura.core.json;
    exports org.yagura.core.importing;
    exports org.yagura.core.handover;
    exports org.yagura.core.log;
    exports org.yagura.core.net;
    exports org.yagura.core.rules;
    exports org.yagura.core.proctitle;
    exports org.yagura.core.relay;
    exports org.yagura.core.scan;
    exports org.yagura.core.shell;
    exports org.yagura.core.smtp;
    exports org.yagura.core.status;
    exports org.yagura.core.supervise;
    exports org.yagura.core.table;
    exports org.yagura.core.tai;
    exports org.yagura.core.text;
    exports org.yagura.core.time;
}
