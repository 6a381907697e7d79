package org.yagura.sim.check;

import org.yagura.sim.kernel.Connection;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** Whoever the rules deny gets no program, whatever has become of the rules. */
public final class NeverLetIn implements ProcessListener {
    private final Kernel kernel;
    private final int denied;

    /** @param denied the last byte of the address that is denied */
    public NeverLetIn(Kernel kernel, int denied) {
        this.kernel = kernel;
        this.denied = denied;
        kernel.listen(this);
    }

    @Override
    public void execed(SimProcess process) {
        Connection connection = process.connection(0);
        if (connection != null && connection.clientNumber() == denied) {
            kernel.fail(new AssertionError(process + " was let in, against the rules"));
        }
    }
}
