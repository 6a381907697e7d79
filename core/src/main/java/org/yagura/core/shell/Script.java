package org.yagura.core.shell;

import java.util.List;

/** A script that was read. */
public record Script(Command.Sequence body, List<Remark> remarks) {}
