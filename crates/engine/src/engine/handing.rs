//! What goes to the vendor: since when its values are what they are, and which of them were handed over.

use domain::{HandedOver, HandedTo, ItemId, SeenValue, Setup, VendorValue, Wanted};

use super::Engine;
use crate::Problem;

impl Engine {
    /// Notes since when the values that the vendor needs are what they are: what was entered or handed over before is of
    /// the past then.
    pub(crate) fn note_vendor_values(&self, outputs: &domain::Outputs) -> Result<(), Problem> {
        let setup = self.setup()?;
        let mut seen = setup.vendor_values.clone();
        for value in VendorValue::ALL {
            // A value that is gone for now may come back as it was.
            let Some(print) = value.print(setup.tenant.id, outputs) else { continue };
            if seen.get(&value).is_none_or(|seen| seen.print != print) {
                seen.insert(value, SeenValue { print, since: self.ports.clock.now() });
            }
        }
        if seen != setup.vendor_values {
            self.ports.store.put_setup(&Setup { vendor_values: seen, ..setup })?;
        }
        Ok(())
    }

    /// What a hand-over of this item holds, as things are now.
    ///
    /// # Errors
    /// Values that are not there yet, or a key of the vendor's that changed and that nobody has confirmed.
    pub fn handover_values(&self, item: &ItemId) -> Result<Vec<VendorValue>, Problem> {
        let part = self.item_spec(item)?;
        let Wanted::Handover(spec) = &part.wanted else {
            return Err(Problem::Unreadable { what: "item", why: format!("{item} hands nothing over") });
        };
        let ground = self.ground(item)?;
        let pinned = self.ports.store.vendor_key(&self.profile.id)?;
        crate::steps::ready_to_hand_over(&ground.cx(&self.profile, part), spec, pinned)
    }

    /// The record of a hand-over that is about to be made.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn handing_over(&self, item: &ItemId, values: Vec<VendorValue>, to: HandedTo) -> Result<HandedOver, Problem> {
        let (tenant, outputs) = (self.setup()?.tenant.id, self.outputs()?);
        let prints = values.iter().filter_map(|value| Some((*value, value.print(tenant, &outputs)?))).collect();
        let (at, by) = (self.ports.clock.now(), self.who());
        Ok(HandedOver { item: item.clone(), values, to, at, by, written: false, void: false, prints })
    }

    /// Records a hand-over (DECISIONS 19).
    ///
    /// # Errors
    /// When it cannot be stored: then nothing may be written.
    pub fn note_handover(&self, handed: HandedOver) -> Result<(), Problem> {
        self.change_setup(|setup| setup.handed.push(handed))
    }

    /// Its file is there. `key`: the vendor's, which this profile's files are made for from now on (DECISIONS 36).
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn handover_written(&self, handed: &HandedOver, key: Option<&str>) -> Result<(), Problem> {
        if let Some(key) = key {
            self.ports.store.put_vendor_key(&self.profile.id, key)?;
        }
        self.change_setup(|setup| {
            for one in setup.handed.iter_mut().filter(|one| one.at == handed.at && one.to == handed.to) {
                one.written = true;
            }
        })
    }
}
