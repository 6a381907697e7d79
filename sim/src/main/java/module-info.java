/** A simulated operating system behind the port, on which the tools run unchanged, one seed deciding all chance. */
module org.yagura.sim {
    requires transitive org.yagura.core;
    requires transitive org.yagura.os;
    requires transitive org.yagura.tools;
    requires static transitive org.jspecify;

    exports org.yagura.sim.chance;
    exports org.yagura.sim.check;
    exports org.yagura.sim.file;
    exports org.yagura.sim.kernel;
    exports org.yagura.sim.stage;
}
