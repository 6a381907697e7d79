package org.yagura.tools.svscan;

import org.yagura.core.scan.ScanPlan;
import org.yagura.tools.Messages;

/** What the parts of svscan share. */
record Parts(ScanPlan plan, Holds holds, Watching watching, Messages messages) {}
