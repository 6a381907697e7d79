package org.yagura.sim.kernel;

/** A program as it is run: what is behind its file, with which arguments and environment. */
public record Image(Program program, byte[][] arguments, byte[][] environment) {}
