/** A simulated operating system behind the port, on which the tools run unchanged, one seed deciding all chance. */
module org.yagura.sim {
    requires org.yagura.core;
    requires org.yagura.os;
    requires org.yagura.tools;
    requires static org.jspecify;

    exports org.yagura.sim.file;
    exports org.yagura.sim.kernel;
    exports org.yagura.sim.stage;
}
