package org.yagura.tools;

/** A command: does its work at once and says how it ends. Daemons run inside {@link EventLoop}. */
public interface Tool {
    Outcome run();
}
