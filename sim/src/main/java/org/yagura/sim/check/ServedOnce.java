package org.yagura.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Connection;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/**
 * Each accepted connection gets exactly one program, or is closed and counted or said to be dropped. The first is watched all the time,
 * the second is asked of a server when nothing happens any more.
 */
public final class ServedOnce implements ProcessListener {
    private final Kernel kernel;
    private final Map<Connection, SimProcess> servers = new HashMap<>();
    private final Set<Connection> served = new HashSet<>();
    private final Map<SimProcess, Integer> unserved = new HashMap<>();
    /** Children that were killed before they were a program: nobody could say so. */
    private final Map<SimProcess, Integer> killed = new HashMap<>();

    public ServedOnce(Kernel kernel) {
        this.kernel = kernel;
        kernel.listen(this);
    }

    @Override
    public void accepted(SimProcess server, Connection connection) {
        servers.put(connection, server);
    }

    @Override
    public void execed(SimProcess process) {
        Connection connection = process.connection(0);
        if (connection != null && !served.add(connection)) {
            kernel.fail(new AssertionError(process + " is a second program for one connection"));
        }
    }

    @Override
    public void closed(Connection connection) {
        SimProcess server = servers.remove(connection);
        if (server != null && !served.remove(connection)) {
            unserved.merge(server, 1, Integer::sum);
        }
    }

    @Override
    public void ended(SimProcess process) {
        SimProcess parent = process.parent();
        if (process.isBeforeExec() && process.waitStatus() == Signal.KILL && parent.name.equals("tcpserver")) {
            killed.merge(parent, 1, Integer::sum);
        }
    }

    /**
     * To be asked when no client is there any more.
     *
     * @param said how many the server has counted or said as dropped or denied
     */
    public void check(SimProcess server, long said) {
        for (Map.Entry<Connection, SimProcess> entry : servers.entrySet()) {
            if (entry.getValue() == server) {
                throw new AssertionError("a connection is still open, its client has gone");
            }
        }
        int missing = unserved.getOrDefault(server, 0);
        if (said > missing || said < missing - killed.getOrDefault(server, 0)) {
            throw new AssertionError(missing + " connections got no program, " + said + " were said to be dropped");
        }
    }
}
