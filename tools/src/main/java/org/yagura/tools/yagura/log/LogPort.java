package org.yagura.tools.yagura.log;

import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.tools.DescriptorWait;
import org.yagura.tools.Messages;

/** What reading logs needs. */
record LogPort(Files files, Descriptors descriptors, Processes processes, DescriptorWait waiting, Messages messages) {}
