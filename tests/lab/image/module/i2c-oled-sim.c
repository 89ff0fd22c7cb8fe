// SPDX-License-Identifier: MIT
/*
 * A kernel-side I2C adapter with simulated OLED panels on it, for whatever speaks to /dev/i2c-1.
 *
 * Debian's i2c-stub will not do: it has no I2C_RDWR, which the station and luma.oled write with.
 * The panels follow the datasheets of the SSD1306 (chapters 8 to 10) and the SH1106. What a panel
 * has and what is done to it is below /sys/bus/i2c/devices/i2c-1/<address>/, e.g. .../3c/:
 *
 *   gddram   the RAM, page after page, 128 (SH1106: 132) columns each; read only
 *   state    "chip=ssd1306 on=1 pump=1 ..." with counters of this panel, and in `frame` when, in ms
 *            of the boot clock, it was first drawn on while switched on (0: not yet); read only
 *   plugged  0: unplugged, nobody acknowledges, the power is gone; 1: plugged in, as after power on
 *   reset    write 1: the power fails for a moment between two transfers: nobody sees an error
 *   nack     the next n transfers are not acknowledged; -1: none is
 *   status   what a read returns: -1 the truth, else this byte (some clones answer rubbish)
 *
 * For the whole bus, in .../i2c-1/: xfers, bytes (addresses counted, since load), hz (0: as fast
 * as it goes, else a transfer takes as long as its bits would) and stuck (1: a line is held down,
 * every transfer times out, as i2c-bcm2835 reports it).
 */
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/sysfs.h>

#define PAGES 8
#define MOST_COLUMNS 132
#define TIMEOUT_MS 1000 /* of i2c-bcm2835 */

enum mode { HORIZONTAL, VERTICAL, PAGE };

struct panel {
	const char *name; /* of its directory: its address */
	u16 address;
	bool sh1106;
	int columns;

	int plugged, nack, status;
	unsigned long xfers, bytes, nacks, unknown;
	s64 frame;

	u8 ram[PAGES * MOST_COLUMNS];
	u8 cmd[8];
	int have, want;
	u8 mode, col, page, col0, col1, page0, page1;
	u8 contrast, line, mux, offset;
	bool on, invert, all_on, pump, remap, flip;
};

static DEFINE_MUTEX(lock);
static struct panel panels[] = {
	{ .name = "3c", .address = 0x3c, .columns = 128, .plugged = 1, .status = -1 },
	{ .name = "3d", .address = 0x3d, .columns = 132, .plugged = 1, .status = -1, .sh1106 = true },
};
static unsigned long bus_xfers, bus_bytes;
static int hz, stuck;

/* The state after power on (SSD1306 datasheet, 8.5 and table 9); the RAM holds anything. */
static void power_on(struct panel *p)
{
	get_random_bytes(p->ram, sizeof(p->ram));
	p->frame = 0;
	p->have = 0;
	p->mode = PAGE;
	p->col = p->page = p->col0 = p->page0 = 0;
	p->col1 = 127;
	p->page1 = PAGES - 1;
	p->contrast = 0x7f;
	p->line = p->offset = 0;
	p->mux = 63;
	p->on = p->invert = p->all_on = p->pump = p->remap = p->flip = false;
}

static int arguments(const struct panel *p, u8 c)
{
	switch (c) {
	case 0x81: case 0xa8: case 0xd3: case 0xd5: case 0xd9: case 0xda: case 0xdb: case 0x8d:
		return 1;
	case 0xad:
		return p->sh1106;
	}
	if (p->sh1106)
		return 0;
	switch (c) {
	case 0x20: case 0x23: case 0xd6:
		return 1;
	case 0x21: case 0x22: case 0xa3:
		return 2;
	case 0x29: case 0x2a:
		return 5;
	case 0x26: case 0x27:
		return 6;
	}
	return 0;
}

static void command(struct panel *p)
{
	u8 c = p->cmd[0], a = p->cmd[1], b = p->cmd[2];

	switch (c) {
	case 0x00 ... 0x0f: p->col = (p->col & 0xf0) | c; return;
	case 0x10 ... 0x1f: p->col = (p->col & 0x0f) | (c & 0x0f) << 4; return;
	case 0x40 ... 0x7f: p->line = c & 63; return;
	case 0x81: p->contrast = a; return;
	case 0x8d: p->pump = a & 4; return;
	case 0xa0: case 0xa1: p->remap = c & 1; return;
	case 0xa4: case 0xa5: p->all_on = c & 1; return;
	case 0xa6: case 0xa7: p->invert = c & 1; return;
	case 0xa8: p->mux = a & 63; return;
	case 0xae: case 0xaf: p->on = c & 1; return;
	case 0xb0 ... 0xb7: p->page = c & 7; return;
	case 0xc0 ... 0xcf: p->flip = c & 8; return;
	case 0xd3: p->offset = a & 63; return;
	case 0xd5: case 0xd9: case 0xda: case 0xdb: case 0xe3: return;
	}
	if (p->sh1106) {
		switch (c) {
		case 0x30 ... 0x33: return;
		case 0xad: p->pump = a & 1; return;
		}
	} else {
		switch (c) {
		case 0x20: p->mode = a & 3; return;
		case 0x21: p->col0 = p->col = a & 127; p->col1 = b & 127; return;
		case 0x22: p->page0 = p->page = a & 7; p->page1 = b & 7; return;
		case 0x23: case 0xd6: case 0x26: case 0x27: case 0x29: case 0x2a: case 0x2e:
		case 0x2f: case 0xa3: return;
		}
	}
	p->unknown++;
}

static void put_command(struct panel *p, u8 byte)
{
	if (!p->have)
		p->want = 1 + arguments(p, byte);
	p->cmd[p->have++] = byte;
	if (p->have == p->want) {
		command(p);
		p->have = 0;
	}
}

static void put_data(struct panel *p, u8 byte)
{
	if (p->on && !p->frame)
		p->frame = ktime_to_ms(ktime_get_boottime());
	if (p->col < p->columns)
		p->ram[p->page * p->columns + p->col] = byte;
	if (p->mode == HORIZONTAL) {
		if (p->col != p->col1) {
			p->col = (p->col + 1) & 127;
		} else {
			p->col = p->col0;
			p->page = p->page == p->page1 ? p->page0 : (p->page + 1) & 7;
		}
	} else if (p->mode == VERTICAL) {
		if (p->page != p->page1) {
			p->page = (p->page + 1) & 7;
		} else {
			p->page = p->page0;
			p->col = p->col == p->col1 ? p->col0 : (p->col + 1) & 127;
		}
	} else if (p->sh1106) {
		p->col = min(p->col + 1, p->columns); /* stops at the edge */
	} else {
		p->col = (p->col + 1) & 127;
	}
}

/* Control bytes and what they announce (SSD1306 datasheet, 8.1.5.2). */
static void receive(struct panel *p, const u8 *buf, int len)
{
	int i = 0;

	while (i < len) {
		u8 control = buf[i++];

		do {
			if (i == len)
				return;
			if (control & 0x40)
				put_data(p, buf[i++]);
			else
				put_command(p, buf[i++]);
		} while (!(control & 0x80));
	}
}

static struct panel *acknowledging(u16 address)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(panels); i++) {
		struct panel *p = &panels[i];

		if (p->address != address || !p->plugged)
			continue;
		if (!p->nack)
			return p;
		if (p->nack > 0)
			p->nack--;
		p->nacks++;
	}
	return NULL;
}

static int transfer(struct i2c_adapter *adapter, struct i2c_msg *m, int num)
{
	int i, took = 0, rate, result = num;
	bool hangs;

	mutex_lock(&lock);
	bus_xfers++;
	hangs = stuck;
	for (i = 0; i < num && !hangs; i++) {
		struct panel *p = acknowledging(m[i].addr);

		took++;
		if (!p) {
			result = -EREMOTEIO; /* as i2c-bcm2835 reports it */
			break;
		}
		p->xfers += !i;
		if (m[i].flags & I2C_M_RD)
			memset(m[i].buf, p->status >= 0 ? p->status : p->on ? 0 : 0x40, m[i].len);
		else
			receive(p, m[i].buf, m[i].len);
		p->bytes += 1 + m[i].len;
		took += m[i].len;
	}
	bus_bytes += took;
	rate = hz;
	mutex_unlock(&lock);
	if (hangs) {
		msleep(TIMEOUT_MS);
		return -ETIMEDOUT;
	}
	if (rate > 0) {
		unsigned long us = div_u64(9000000ULL * took, rate);

		usleep_range(us, us + 50);
	}
	return result;
}

static u32 functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = {
	.master_xfer = transfer,
	.functionality = functionality,
};

/* ---- sysfs: an attribute knows its panel by its group's number in the list below */

struct panel_attribute {
	struct device_attribute attribute;
	int panel;
};

static struct panel *panel_of(struct device_attribute *a)
{
	return &panels[container_of(a, struct panel_attribute, attribute)->panel];
}

static ssize_t state_show(struct device *d, struct device_attribute *a, char *buf)
{
	struct panel *p = panel_of(a);
	ssize_t n;

	mutex_lock(&lock);
	n = sysfs_emit(buf,
		"chip=%s on=%d pump=%d contrast=%d invert=%d all_on=%d mode=%d remap=%d flip=%d line=%d mux=%d offset=%d xfers=%lu bytes=%lu nacks=%lu unknown=%lu frame=%lld\n",
		p->sh1106 ? "sh1106" : "ssd1306", p->on, p->pump, p->contrast, p->invert, p->all_on,
		p->mode, p->remap, p->flip, p->line, p->mux, p->offset, p->xfers, p->bytes, p->nacks,
		p->unknown, p->frame);
	mutex_unlock(&lock);
	return n;
}

static ssize_t plugged_show(struct device *d, struct device_attribute *a, char *buf)
{
	return sysfs_emit(buf, "%d\n", panel_of(a)->plugged);
}

static ssize_t plugged_store(struct device *d, struct device_attribute *a, const char *buf, size_t n)
{
	struct panel *p = panel_of(a);
	bool plugged;

	if (kstrtobool(buf, &plugged))
		return -EINVAL;
	mutex_lock(&lock);
	if (plugged && !p->plugged)
		power_on(p);
	if (!plugged)
		p->on = p->pump = false;
	p->plugged = plugged;
	mutex_unlock(&lock);
	return n;
}

static ssize_t reset_store(struct device *d, struct device_attribute *a, const char *buf, size_t n)
{
	mutex_lock(&lock);
	power_on(panel_of(a));
	mutex_unlock(&lock);
	return n;
}

#define PANEL_INT(name)									\
static ssize_t name##_show(struct device *d, struct device_attribute *a, char *buf)	\
{ return sysfs_emit(buf, "%d\n", panel_of(a)->name); }					\
static ssize_t name##_store(struct device *d, struct device_attribute *a,		\
			    const char *buf, size_t n)					\
{ int r = kstrtoint(buf, 0, &panel_of(a)->name); return r ? r : n; }
PANEL_INT(nack)
PANEL_INT(status)

static ssize_t gddram_read(struct file *f, struct kobject *k, struct bin_attribute *a, char *buf,
			   loff_t off, size_t n)
{
	struct panel *p = a->private;
	ssize_t r;

	mutex_lock(&lock);
	r = memory_read_from_buffer(buf, n, &off, p->ram, PAGES * p->columns);
	mutex_unlock(&lock);
	return r;
}

#define PANEL_GROUP(i)									\
static struct panel_attribute state##i = { __ATTR_RO(state), i };			\
static struct panel_attribute plugged##i = { __ATTR_RW(plugged), i };			\
static struct panel_attribute reset##i = { __ATTR_WO(reset), i };			\
static struct panel_attribute nack##i = { __ATTR_RW(nack), i };			\
static struct panel_attribute status##i = { __ATTR_RW(status), i };			\
static struct attribute *attributes##i[] = {						\
	&state##i.attribute.attr, &plugged##i.attribute.attr, &reset##i.attribute.attr,	\
	&nack##i.attribute.attr, &status##i.attribute.attr, NULL };			\
static struct bin_attribute gddram##i = {						\
	.attr = { .name = "gddram", .mode = 0444 }, .read = gddram_read,		\
	.private = &panels[i] };							\
static struct bin_attribute *binary##i[] = { &gddram##i, NULL };			\
static struct attribute_group group##i = { .attrs = attributes##i, .bin_attrs = binary##i };
PANEL_GROUP(0)
PANEL_GROUP(1)

static ssize_t xfers_show(struct device *d, struct device_attribute *a, char *buf)
{
	return sysfs_emit(buf, "%lu\n", bus_xfers);
}

static ssize_t bytes_show(struct device *d, struct device_attribute *a, char *buf)
{
	return sysfs_emit(buf, "%lu\n", bus_bytes);
}

static DEVICE_ATTR_RO(xfers);
static DEVICE_ATTR_RO(bytes);
static DEVICE_INT_ATTR(hz, 0644, hz);
static DEVICE_INT_ATTR(stuck, 0644, stuck);
static struct attribute *bus_attributes[] = {
	&dev_attr_xfers.attr, &dev_attr_bytes.attr, &dev_attr_hz.attr.attr,
	&dev_attr_stuck.attr.attr, NULL
};
static const struct attribute_group bus_group = { .attrs = bus_attributes };
static const struct attribute_group *groups[] = { &bus_group, &group0, &group1, NULL };

static struct i2c_adapter adapter = {
	.owner = THIS_MODULE,
	.algo = &algorithm,
	.name = "bcm2835 (simulated OLED panels)",
	.nr = 1, /* the header's bus on a Raspberry Pi */
};

static int __init start(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(panels); i++)
		power_on(&panels[i]);
	group0.name = panels[0].name;
	group1.name = panels[1].name;
	adapter.dev.groups = groups;
	return i2c_add_numbered_adapter(&adapter);
}

static void __exit stop(void)
{
	i2c_del_adapter(&adapter);
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("I2C adapter with simulated OLED panels");
