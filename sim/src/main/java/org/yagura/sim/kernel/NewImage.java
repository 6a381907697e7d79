package org.yagura.sim.kernel;

/** Unwinds the stack of a process that becomes another program. */
final class NewImage extends Error {
    private static final long serialVersionUID = 1;

    final transient Image image;

    NewImage(Image image) {
        super("exec", null, false, false);
        this.image = image;
    }
}
