package org.yagura.sim.kernel;

/** The serving end of a connection; for checkers. Each has its own object. */
public interface Connection {
    /** The last byte of the client's address, by which scenarios tell clients apart. */
    int clientNumber();
}
