/** The simulated disks: inodes, directories, pipes and watches. Pure data; who may call and who blocks is the kernel's business. */
@NullMarked
package org.yagura.sim.file;

import org.jspecify.annotations.NullMarked;
